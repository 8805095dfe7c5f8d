package org.sallyport.session.sftp;

import static java.util.Objects.requireNonNull;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/** Packets of draft-ietf-secsh-filexfer-02 section 3. */
final class SftpWire {
    /** Of data in one packet: what every server must take. */
    static final int PIECE = 32 * 1024;

    private static final int LARGEST = PIECE + 2048;
    private static final int LENGTH = Integer.BYTES;

    private final InputStream in;
    private final OutputStream out;

    SftpWire(InputStream in, OutputStream out) {
        this.in = requireNonNull(in, "in");
        this.out = requireNonNull(out, "out");
    }

    void send(int type, Consumer<Buffer> content) throws IOException {
        Buffer packet = new ByteArrayBuffer(256, false);
        packet.putUInt(0);
        packet.putByte((byte) type);
        content.accept(packet);
        int end = packet.wpos();
        packet.wpos(0);
        packet.putUInt(end - LENGTH);
        packet.wpos(end);
        out.write(packet.array(), 0, end);
        out.flush();
    }

    /** Blocks. @return a packet from its type on */
    Buffer receive() throws IOException {
        byte[] head = exactly(LENGTH);
        long length = new ByteArrayBuffer(head).getUInt();
        if (length < 1 || length > LARGEST) {
            throw new SftpProtocolException("a packet of " + length + " bytes");
        }
        return new ByteArrayBuffer(exactly((int) length));
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the other end has closed");
        }
        return bytes;
    }
}
