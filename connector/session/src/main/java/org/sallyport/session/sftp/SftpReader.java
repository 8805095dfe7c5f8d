package org.sallyport.session.sftp;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.core.connector.NodeFiles;

/** Reads a file from its beginning, with requests under way ahead of what is read. */
final class SftpReader implements NodeFiles.Source {
    static final int AHEAD = 16;
    private static final int READ = 5;

    private final SftpClient client;
    private final SftpClient.Open file;
    private final OptionalLong size;
    private final Deque<Piece> asked = new ArrayDeque<>();
    private long next;
    private boolean ended;

    /** A request that is under way. */
    private record Piece(int id, long offset, int length) {}

    /** @param size where it is known: no more is read */
    SftpReader(SftpClient client, SftpClient.Open file, OptionalLong size) {
        this.client = requireNonNull(client, "client");
        this.file = requireNonNull(file, "file");
        this.size = requireNonNull(size, "size");
    }

    @Override
    public OptionalLong size() {
        return size;
    }

    @Override
    public Optional<byte[]> next() {
        try {
            askAhead();
            Piece first = asked.poll();
            return first == null ? end() : read(first);
        } catch (IOException e) {
            throw SftpFailures.of(e);
        }
    }

    private Optional<byte[]> end() {
        if (!ended) {
            ended = true;
            client.close(file);
        }
        return Optional.empty();
    }

    private void askAhead() throws IOException {
        long end = size.orElse(Long.MAX_VALUE - SftpWire.PIECE);
        while (!ended && asked.size() < AHEAD && next < end) {
            int length = (int) Math.min(SftpWire.PIECE, end - next);
            asked.addLast(ask(next, length));
            next += length;
        }
    }

    private Piece ask(long offset, int length) throws IOException {
        int id = client.requests().send(READ, packet -> {
            packet.putBytes(file.handle());
            packet.putLong(offset);
            packet.putInt(length);
        });
        return new Piece(id, offset, length);
    }

    private Optional<byte[]> read(Piece piece) throws IOException {
        return switch (client.requests().await(piece.id())) {
            case SftpReply.Data data -> Optional.of(checked(piece, data.bytes()));
            case SftpReply.Status status -> over(status);
            case SftpReply.Handle other -> throw SftpFailures.unexpected(other);
            case SftpReply.Attributes other -> throw SftpFailures.unexpected(other);
        };
    }

    private byte[] checked(Piece piece, byte[] bytes) throws IOException {
        int length = bytes.length;
        if (length == 0 || length > piece.length()) {
            throw new SftpProtocolException(length + " bytes where " + piece.length() + " were asked for");
        }
        if (length < piece.length()) {
            // what is behind it is under way already and waits
            asked.addFirst(ask(piece.offset() + length, piece.length() - length));
        }
        return bytes;
    }

    private Optional<byte[]> over(SftpReply.Status status) {
        if (!status.is(SftpReply.Status.EOF)) {
            throw SftpFailures.of(status, "read", file.path());
        }
        asked.forEach(each -> client.requests().forget(each.id()));
        asked.clear();
        if (size.isPresent()) {
            throw SftpFailures.refusal(
                    ErrorCode.IN_USE,
                    "'" + SftpFailures.line(file.path())
                            + "' became shorter while it was read; try again when nobody writes it");
        }
        return end();
    }
}
