package org.sallyport.session.sftp;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.core.connector.NodeFiles;

/** Files behind an SFTP server, one at a time. */
public final class SftpFiles implements NodeFiles {
    private final SftpClient client;
    private final String hostId;
    private final Runnable cut;

    private SftpFiles(SftpClient client, String hostId, Runnable cut) {
        this.client = client;
        this.hostId = requireNonNull(hostId, "hostId");
        this.cut = requireNonNull(cut, "cut");
    }

    /**
     * Blocks.
     *
     * @param cut ends the connection at once
     * @throws IOException when what answers is no SFTP server
     */
    public static SftpFiles begin(InputStream in, OutputStream out, String hostId, Runnable cut) throws IOException {
        return new SftpFiles(SftpClient.begin(in, out), hostId, cut);
    }

    @Override
    public String hostId() {
        return hostId;
    }

    @Override
    public Source read(String path) {
        // before it is opened: a pipe that nobody writes to would never open
        SftpReply.Attributes there =
                client.find(path).orElseThrow(() -> SftpFailures.of(SftpClient.missing(), "read", path));
        requireRegular(path, there);
        SftpClient.Open file = client.openToRead(path);
        SftpReply.Attributes opened = client.attributes(file);
        requireRegular(path, opened);
        // what the kernel makes up, as under /proc, has no bytes by its size
        OptionalLong size = opened.size().orElse(0) > 0 ? opened.size() : OptionalLong.empty();
        return new SftpReader(client, file, size);
    }

    private static void requireRegular(String path, SftpReply.Attributes file) {
        if (!file.regular()) {
            throw SftpFailures.refusal(
                    ErrorCode.INVALID_ARGUMENT,
                    "'" + SftpFailures.line(path) + "' is "
                            + (file.directory()
                                    ? "a directory; give the path of a file in it"
                                    : "no regular file; only those can be copied"));
        }
    }

    @Override
    public Target write(String path, String name, boolean overwrite) {
        boolean directory =
                client.find(path).map(SftpReply.Attributes::directory).orElse(false);
        String target = directory ? within(path, name) : path;
        Optional<SftpReply.Attributes> old = client.findItself(target);
        if (old.isPresent()) {
            requireReplaceable(target, old.get(), overwrite);
        }
        // one that is closed to others must not be open to them for as long as it is written
        Optional<Integer> permissions = old.filter(
                        file -> file.regular() && file.mode().isPresent())
                .map(file -> file.mode().getAsInt() & 0777);
        String part = target.substring(0, target.lastIndexOf('/') + 1) + ".sallyport-" + UUID.randomUUID() + ".part";
        return new SftpTarget(client, new SftpTarget.Names(part, target, overwrite), permissions);
    }

    private static String within(String directory, String name) {
        return directory.endsWith("/") ? directory + name : directory + "/" + name;
    }

    private void requireReplaceable(String target, SftpReply.Attributes old, boolean overwrite) {
        if (!overwrite) {
            throw SftpTarget.taken(target);
        }
        if (!old.regular() && !old.directory()) {
            // what it leads to would stay as it is, and the link be gone
            throw SftpFailures.refusal(
                    ErrorCode.INVALID_ARGUMENT,
                    "'" + SftpFailures.line(target) + "' is a link or no regular file; give the path that it leads to");
        }
        requireRegular(target, old);
        if (!client.replaces()) {
            throw SftpFailures.refusal(
                    ErrorCode.UNSUPPORTED,
                    "it cannot replace a file in one step; remove '" + SftpFailures.line(target) + "' first");
        }
    }

    @Override
    public void close() {
        cut.run();
    }
}
