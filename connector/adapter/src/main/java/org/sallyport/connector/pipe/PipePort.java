package org.sallyport.connector.pipe;

/** What an end tells the pipe it belongs to. May be called from any thread; not concurrently with itself for data. */
public final class PipePort {
    private final PipeDirection outward;
    private final PipeDirection inward;

    PipePort(PipeDirection outward, PipeDirection inward) {
        this.outward = outward;
        this.inward = inward;
    }

    /** Bytes came from this end; the array belongs to the pipe from now on. */
    public void data(byte[] bytes) {
        if (bytes.length > 0) {
            outward.data(bytes);
        }
    }

    /** This end will send nothing more but still takes. */
    public void eof() {
        outward.end(true);
    }

    /** The peer of this end closed it: it neither sends nor takes, but what it sent is still to be delivered. */
    public void closeReceived() {
        inward.abandon();
        inward.closeSink();
        outward.end(true);
    }

    /** This end is gone without a word. */
    public void lost() {
        inward.abandon();
        inward.closeSink();
        outward.end(false);
    }

    /** There is room again. */
    public void writable() {
        inward.drain();
    }
}
