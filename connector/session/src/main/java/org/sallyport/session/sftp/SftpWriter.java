package org.sallyport.session.sftp;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** Writes a file from its beginning; some of what is written may be under way still. */
final class SftpWriter {
    static final int AHEAD = 16;
    private static final int WRITE = 6;

    private final SftpClient client;
    private final SftpClient.Open file;
    private final byte[] piece = new byte[SftpWire.PIECE];
    private final Deque<Integer> unanswered = new ArrayDeque<>();
    private int held;
    private long offset;

    SftpWriter(SftpClient client, SftpClient.Open file) {
        this.client = requireNonNull(client, "client");
        this.file = requireNonNull(file, "file");
    }

    void write(byte[] bytes, int from, int length) {
        int done = 0;
        while (done < length) {
            int part = Math.min(length - done, piece.length - held);
            System.arraycopy(bytes, from + done, piece, held, part);
            held += part;
            done += part;
            if (held == piece.length) {
                send();
            }
        }
    }

    /** Everything that was written is there when this returns. */
    void finish() {
        if (held > 0) {
            send();
        }
        while (!unanswered.isEmpty()) {
            answer();
        }
    }

    private void send() {
        if (unanswered.size() >= AHEAD) {
            answer();
        }
        byte[] content = Arrays.copyOf(piece, held);
        long at = offset;
        try {
            unanswered.addLast(client.requests().send(WRITE, packet -> {
                packet.putBytes(file.handle());
                packet.putLong(at);
                packet.putBytes(content);
            }));
        } catch (IOException e) {
            throw SftpFailures.of(e);
        }
        offset += held;
        held = 0;
    }

    private void answer() {
        try {
            SftpFailures.requireOk(client.requests().await(unanswered.removeFirst()), "write", file.path());
        } catch (IOException e) {
            throw SftpFailures.of(e);
        }
    }

    /** Nobody waits for the answers any more. */
    void abandon() {
        unanswered.forEach(client.requests()::forget);
        unanswered.clear();
        held = 0;
    }
}
