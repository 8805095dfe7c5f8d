package org.sallyport.session.sftp;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.BufferException;

/** Requests that are under way, and their answers, which may come in any order. For one thread. */
final class SftpRequests {
    private static final int INIT = 1;
    private static final int VERSION = 2;
    private static final long OURS = 3;

    private final SftpWire wire;
    private final Set<Integer> asked = new HashSet<>();
    private final Set<Integer> unwanted = new HashSet<>();
    private final Map<Integer, SftpReply> arrived = new HashMap<>();
    private int lastId;

    SftpRequests(SftpWire wire) {
        this.wire = requireNonNull(wire, "wire");
    }

    /** Section 4. @return names of the extensions that the server knows */
    Set<String> begin() throws IOException {
        wire.send(INIT, packet -> packet.putUInt(OURS));
        Buffer answer = wire.receive();
        try {
            if (answer.getUByte() != VERSION) {
                throw new SftpProtocolException("no version");
            }
            long version = answer.getUInt();
            if (version != OURS) {
                throw new SftpProtocolException("version " + version);
            }
            Set<String> extensions = new HashSet<>();
            while (answer.available() > 0) {
                extensions.add(answer.getString());
                answer.getBytes();
            }
            return extensions;
        } catch (BufferException e) {
            throw new SftpProtocolException("a version that ends too early");
        }
    }

    /** @param content what follows the id. @return the id, which {@link #await} or {@link #forget} must be told */
    int send(int type, Consumer<Buffer> content) throws IOException {
        int id = ++lastId;
        asked.add(id);
        wire.send(type, packet -> {
            packet.putInt(id);
            content.accept(packet);
        });
        return id;
    }

    SftpReply ask(int type, Consumer<Buffer> content) throws IOException {
        return await(send(type, content));
    }

    /** Blocks. */
    SftpReply await(int id) throws IOException {
        while (true) {
            SftpReply reply = arrived.remove(id);
            if (reply != null) {
                return reply;
            }
            receive();
        }
    }

    private void receive() throws IOException {
        Buffer packet = wire.receive();
        if (packet.available() < Byte.BYTES + Integer.BYTES) {
            throw new SftpProtocolException("an answer without an id");
        }
        int type = packet.getUByte();
        int id = packet.getInt();
        if (!asked.remove(id)) {
            throw new SftpProtocolException("an answer to what was not asked");
        }
        SftpReply reply = SftpReply.of(type, packet);
        if (!unwanted.remove(id)) {
            arrived.put(id, reply);
        }
    }

    /** Nobody waits for this answer any more. */
    void forget(int id) {
        if (arrived.remove(id) == null) {
            unwanted.add(id);
        }
    }
}
