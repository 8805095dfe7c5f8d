package org.sallyport.core.recording;

/** Bytes that are not, or not any more, what a segment is; the message says what is wrong with them. */
public final class BrokenSegmentException extends Exception {
    private static final long serialVersionUID = 1;

    BrokenSegmentException(String what) {
        super(what);
    }
}
