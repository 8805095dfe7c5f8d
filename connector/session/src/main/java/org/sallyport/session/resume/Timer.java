package org.sallyport.session.resume;

import java.time.Duration;

/** Does things later. */
@FunctionalInterface
public interface Timer {
    /** @return takes it back, when it is not too late */
    Runnable after(Duration delay, Runnable what);
}
