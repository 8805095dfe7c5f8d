package org.sallyport.core.connector;

import org.sallyport.api.error.SallyportException;

/** Hears of files that were to be reached, once. */
public interface FilesReceiver {
    /** On a thread of its own that may block for as long as it takes. The files are closed when this returns. */
    void opened(NodeFiles files);

    void refused(SallyportException why);
}
