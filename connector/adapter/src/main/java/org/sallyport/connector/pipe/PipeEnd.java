package org.sallyport.connector.pipe;

import java.util.function.Consumer;

/** One end of a {@link Pipe} as the pipe uses it. Writes, EOF and CLOSE of one end come from one thread at a time. */
public interface PipeEnd {
    /** Joins this end to its pipe. Nothing is written to it before it is open. */
    void attach(PipePort port, Deferral deferral);

    /**
     * The peer knows that this end is open, so anything may be sent to it, EOF and CLOSE too; false before that. An end
     * that becomes ready says so by {@link PipePort#writable}.
     */
    boolean ready();

    /** Bytes that may be written now without being held back anywhere but on their way out; 0 when there is no room. */
    int room();

    /**
     * Sends part of an array that is not changed afterwards.
     *
     * @param written told once, true when the bytes are out of this process's hands; perhaps before this returns
     */
    void write(byte[] data, int offset, int length, Consumer<Boolean> written);

    /** Nothing more will be written; the other direction lives on. */
    void sendEof();

    void sendClose();

    /** So many bytes that came from this end have reached the other one: its peer may send as many again. */
    void credit(int bytes);
}
