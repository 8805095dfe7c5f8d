package org.sallyport.session.sftp;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.BufferException;

/** What a server answers (draft-ietf-secsh-filexfer-02 section 7). */
sealed interface SftpReply {
    /** Section 7: SSH_FXP_STATUS. @param message for people; may be empty */
    record Status(int code, String message) implements SftpReply {
        static final int OK = 0;
        static final int EOF = 1;
        static final int NO_SUCH_FILE = 2;
        static final int PERMISSION_DENIED = 3;
        static final int FAILURE = 4;
        static final int UNSUPPORTED = 8;

        boolean is(int other) {
            return code == other;
        }
    }

    /** A file that is open. */
    record Handle(byte[] value) implements SftpReply {
        private static final int LONGEST = 256;
    }

    record Data(byte[] bytes) implements SftpReply {}

    /** Section 5, as far as we ask. @param mode of POSIX, with the kind of file */
    record Attributes(OptionalLong size, OptionalInt mode) implements SftpReply {
        private static final int KIND = 0170000;
        private static final int DIRECTORY = 0040000;
        private static final int REGULAR = 0100000;

        boolean directory() {
            return mode.isPresent() && (mode.getAsInt() & KIND) == DIRECTORY;
        }

        /** A server that does not tell kinds has to be believed. */
        boolean regular() {
            int kind = mode.orElse(REGULAR) & KIND;
            return kind == REGULAR || kind == 0;
        }

        private static Attributes of(Buffer packet) {
            long flags = packet.getUInt();
            OptionalLong size = (flags & 1) == 0 ? OptionalLong.empty() : OptionalLong.of(packet.getLong());
            if ((flags & 2) != 0) {
                packet.getUInt();
                packet.getUInt();
            }
            OptionalInt mode = (flags & 4) == 0 ? OptionalInt.empty() : OptionalInt.of(packet.getInt());
            return new Attributes(size, mode);
        }
    }

    /** @param packet behind its id */
    static SftpReply of(int type, Buffer packet) throws SftpProtocolException {
        try {
            return switch (type) {
                case 101 -> new Status(packet.getInt(), packet.available() > 0 ? packet.getString() : "");
                case 102 -> {
                    byte[] handle = packet.getBytes();
                    if (handle.length > Handle.LONGEST) {
                        throw new SftpProtocolException("a handle of " + handle.length + " bytes");
                    }
                    yield new Handle(handle);
                }
                case 103 -> new Data(packet.getBytes());
                case 105 -> Attributes.of(packet);
                default -> throw new SftpProtocolException("an answer of type " + type);
            };
        } catch (BufferException e) {
            throw new SftpProtocolException("an answer that ends too early");
        }
    }
}
