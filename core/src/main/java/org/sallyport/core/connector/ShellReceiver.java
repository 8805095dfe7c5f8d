package org.sallyport.core.connector;

import java.util.Optional;
import java.util.OptionalInt;
import org.sallyport.api.error.SallyportException;

/** Hears of one shell: {@link #refused} alone, or {@link #opened}, output, {@link #ended}. One call at a time; must not block. */
public interface ShellReceiver {
    /** The most bytes of output that are handed over before {@link Shell#taken} makes room for more. */
    int WINDOW = 256 * 1024;

    /**
     * How a shell ended; neither status nor signal when it was cut off.
     *
     * @param signal as RFC 4254 section 6.10 has them, without SIG
     */
    record End(OptionalInt status, Optional<String> signal) {}

    void opened(Shell shell);

    void refused(SallyportException why);

    /** Standard error too, as a terminal has them in one. Never empty; the array is the receiver's. */
    void output(byte[] bytes);

    void ended(End end);
}
