package org.sallyport.session.channel;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;

/** What somebody types, in the order it comes. An end of file means nothing, as with sshd on a terminal. */
final class Keyboard extends OutputStream {
    static final byte INTERRUPT = 3;
    static final byte END = 4;
    /** By which a moderator ends a session. */
    static final byte TERMINATE = 't';

    /** Where it goes. */
    @FunctionalInterface
    interface Keys {
        void typed(byte[] data, int offset, int length) throws IOException;
    }

    private final Keys keys;

    Keyboard(Keys keys) {
        this.keys = requireNonNull(keys, "keys");
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] data, int offset, int length) throws IOException {
        keys.typed(data, offset, length);
    }

    static boolean has(byte[] data, int offset, int length, byte wanted) {
        for (int i = offset; i < offset + length; i++) {
            if (data[i] == wanted) {
                return true;
            }
        }
        return false;
    }
}
