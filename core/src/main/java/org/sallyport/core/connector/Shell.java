package org.sallyport.core.connector;

import java.util.concurrent.CompletionStage;

/** A shell with a terminal on a node. Any thread; nothing blocks, and after the shell's end nothing has an effect. */
public interface Shell extends AutoCloseable {
    /** Of the node that it runs on. */
    String hostId();

    /**
     * What was typed, in order. The array must not change any more.
     *
     * @return completes when the node took it: whoever has much more waits for that
     */
    CompletionStage<Void> input(byte[] bytes);

    /** In characters. While the connection is full only the newest waits. */
    void resize(int columns, int rows);

    /**
     * Not behind what was typed. While the connection is full a few wait, and more have no effect.
     *
     * @param name as RFC 4254 section 6.10 has them, without SIG
     */
    void signal(String name);

    /** So many bytes of output are out of the way, and as many more may come. */
    void taken(int bytes);

    /** Hangs up. {@link ShellReceiver#ended} still follows. */
    @Override
    void close();
}
