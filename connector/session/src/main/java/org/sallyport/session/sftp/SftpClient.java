package org.sallyport.session.sftp;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.sshd.common.util.buffer.Buffer;
import org.sallyport.api.error.SallyportException;

/**
 * A client of SFTP version 3 (draft-ietf-secsh-filexfer-02), as far as single files need it. For one thread. Everything
 * fails with a {@link SallyportException}.
 */
final class SftpClient {
    private static final int READ_FLAG = 0x01;
    private static final int WRITE_CREATE_NEW_FLAGS = 0x02 | 0x08 | 0x20;
    private static final int PERMISSIONS = 0x04;
    private static final String POSIX_RENAME = "posix-rename@openssh.com";

    private final SftpRequests requests;
    private final Set<String> extensions;

    private SftpClient(SftpRequests requests, Set<String> extensions) {
        this.requests = requests;
        this.extensions = extensions;
    }

    /** Blocks. @throws IOException when there is no SFTP server at the other end */
    static SftpClient begin(InputStream in, OutputStream out) throws IOException {
        SftpRequests requests = new SftpRequests(new SftpWire(in, out));
        return new SftpClient(requests, requests.begin());
    }

    SftpRequests requests() {
        return requests;
    }

    /** One request and its answer. */
    private interface Exchange {
        SftpReply run() throws IOException;
    }

    private static SftpReply exchange(Exchange exchange) {
        try {
            return exchange.run();
        } catch (IOException e) {
            throw SftpFailures.of(e);
        }
    }

    private void require(String what, String path, int type, Consumer<Buffer> content) {
        SftpFailures.requireOk(exchange(() -> requests.ask(type, content)), what, path);
    }

    /** An open file. */
    record Open(byte[] handle, String path) {
        Open {
            requireNonNull(path, "path");
        }
    }

    Open openToRead(String path) {
        return open("read", path, READ_FLAG, OptionalInt.empty());
    }

    /** Fails when it is there. @param mode permissions, less what the account's umask takes; absent: the server's */
    Open create(String path, OptionalInt mode) {
        return open("write", path, WRITE_CREATE_NEW_FLAGS, mode);
    }

    private Open open(String what, String path, int flags, OptionalInt mode) {
        SftpReply reply = exchange(() -> requests.ask(3, packet -> {
            packet.putString(path);
            packet.putInt(flags);
            packet.putInt(mode.isPresent() ? PERMISSIONS : 0);
            mode.ifPresent(packet::putInt);
        }));
        return switch (reply) {
            case SftpReply.Handle handle -> new Open(handle.value(), path);
            case SftpReply.Status status -> throw SftpFailures.of(status, what, path);
            case SftpReply.Data other -> throw SftpFailures.unexpected(other);
            case SftpReply.Attributes other -> throw SftpFailures.unexpected(other);
        };
    }

    void close(Open file) {
        require("close", file.path(), 4, packet -> packet.putBytes(file.handle()));
    }

    SftpReply.Attributes attributes(Open file) {
        return attributes(file.path(), exchange(() -> requests.ask(8, packet -> packet.putBytes(file.handle()))))
                .orElseThrow(() -> SftpFailures.of(missing(), "read", file.path()));
    }

    /** Of what a path leads to, through links. @return empty when there is nothing */
    Optional<SftpReply.Attributes> find(String path) {
        return attributes(path, exchange(() -> requests.ask(17, packet -> packet.putString(path))));
    }

    /** The same of the link itself, if it is one. */
    Optional<SftpReply.Attributes> findItself(String path) {
        return attributes(path, exchange(() -> requests.ask(7, packet -> packet.putString(path))));
    }

    private static Optional<SftpReply.Attributes> attributes(String path, SftpReply reply) {
        return switch (reply) {
            case SftpReply.Attributes attributes -> Optional.of(attributes);
            case SftpReply.Status status -> {
                if (status.is(SftpReply.Status.NO_SUCH_FILE)) {
                    yield Optional.empty();
                }
                throw SftpFailures.of(status, "reach", path);
            }
            case SftpReply.Data other -> throw SftpFailures.unexpected(other);
            case SftpReply.Handle other -> throw SftpFailures.unexpected(other);
        };
    }

    static SftpReply.Status missing() {
        return new SftpReply.Status(SftpReply.Status.NO_SUCH_FILE, "");
    }

    void permissions(Open file, int mode) {
        require("set the permissions of", file.path(), 10, packet -> {
            packet.putBytes(file.handle());
            packet.putInt(PERMISSIONS);
            packet.putInt(mode);
        });
    }

    void remove(String path) {
        require("remove", path, 13, packet -> packet.putString(path));
    }

    /** Fails when the new name is taken. */
    void rename(String from, String to) {
        require("write", to, 18, packet -> {
            packet.putString(from);
            packet.putString(to);
        });
    }

    /** Whether there is {@link #replace}. */
    boolean replaces() {
        return extensions.contains(POSIX_RENAME);
    }

    /** Renames, over what has the name. */
    void replace(String from, String to) {
        require("write", to, 200, packet -> {
            packet.putString(POSIX_RENAME);
            packet.putString(from);
            packet.putString(to);
        });
    }
}
