package org.sallyport.session.sftp;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalInt;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.connector.NodeFiles;
import org.sallyport.session.messages.SessionMessages;

/** A file that is written under another name until it is complete. */
final class SftpTarget implements NodeFiles.Target {
    private final SftpClient client;
    private final Names names;
    private final Optional<Integer> permissions;
    private final SftpClient.Open file;
    private final SftpWriter writer;
    private boolean open = true;
    private boolean over;

    /** @param part what it is called meanwhile, beside the target */
    record Names(String part, String target, boolean overwrite) {
        Names {
            requireNonNull(part, "part");
            requireNonNull(target, "target");
        }
    }

    /** @param permissions of the file that is replaced */
    SftpTarget(SftpClient client, Names names, Optional<Integer> permissions) {
        this.client = client;
        this.names = names;
        this.permissions = permissions;
        this.file = client.create(names.part(), permissions.map(OptionalInt::of).orElseGet(OptionalInt::empty));
        this.writer = new SftpWriter(client, file);
    }

    static SallyportException taken(String target) {
        return SftpFailures.refusal(
                ErrorCode.ALREADY_EXISTS,
                "there is a '" + SftpFailures.line(target) + "' already; choose another name, or overwrite it");
    }

    @Override
    public String path() {
        return names.target();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        writer.write(bytes, offset, length);
    }

    @Override
    public void complete() {
        writer.finish();
        permissions.ifPresent(mode -> client.permissions(file, mode));
        open = false;
        client.close(file);
        if (names.overwrite() && client.replaces()) {
            client.replace(names.part(), names.target());
        } else {
            name();
        }
        over = true;
    }

    /** Servers do not say why a name cannot be given. */
    private void name() {
        try {
            client.rename(names.part(), names.target());
        } catch (SallyportException e) {
            throw client.findItself(names.target()).isPresent() ? taken(names.target()) : e;
        }
    }

    @Override
    public void close() {
        if (over) {
            return;
        }
        over = true;
        try {
            writer.abandon();
            if (open) {
                client.close(file);
            }
            client.remove(names.part());
        } catch (SallyportException lost) {
            SessionMessages.LOG.debugf(lost, "%s was left behind", names.part());
        }
    }
}
