package org.sallyport.ejb.startup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.rest.InviteCreated;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.user.CredentialRepository;
import org.sallyport.ejb.feed.Directory;
import org.sallyport.ejb.log.ServerLog;
import org.sallyport.ejb.transaction.Transactions;
import org.sallyport.ejb.user.InviteMaker;

/**
 * Until the first administrator has set a password, every start writes a fresh one-time link into a file that only the
 * server's own account can read. The log tells of the file, never of the link.
 */
@ApplicationScoped
public class FirstAdministrator {
    static final String FILE = "first-admin-invite";
    private static final Duration TTL = Duration.ofHours(24);
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Directory directory;
    private final CredentialRepository credentials;
    private final InviteMaker invites;
    private final Transactions transactions;
    private final ServerSettings settings;

    /** For the container's proxy. */
    protected FirstAdministrator() {
        this(null, null, null, null, null);
    }

    @Inject
    public FirstAdministrator(
            Directory directory,
            CredentialRepository credentials,
            InviteMaker invites,
            Transactions transactions,
            ServerSettings settings) {
        this.directory = directory;
        this.credentials = credentials;
        this.invites = invites;
        this.transactions = transactions;
        this.settings = settings;
    }

    void inviteIfNeeded() {
        Path file = settings.dataDirectory().resolve(FILE);
        Optional<InviteCreated> invite = alone() ? transactions.required(this::inviteUnlessEnrolled) : Optional.empty();
        invite.ifPresentOrElse(
                made -> {
                    write(file, made.url());
                    ServerLog.LOG.firstAdministrator(
                            made.user(), file.toString(), made.expires().toString());
                },
                () -> remove(file));
    }

    private boolean alone() {
        return directory.users().size() == 1 && directory.user(FirstStart.ADMIN).isPresent();
    }

    private Optional<InviteCreated> inviteUnlessEnrolled() {
        return credentials.findForUpdate(FirstStart.ADMIN).isPresent()
                ? Optional.empty()
                : Optional.of(invites.make(
                        new Caller.System("first-start"),
                        FirstStart.ADMIN,
                        TTL,
                        directory.clusterConfig().publicAddress()));
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static void write(Path file, String url) {
        try {
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(file);
            FileAttribute<Set<PosixFilePermission>> mode = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
            // Made with its mode: a moment in which others can read it would be enough.
            Files.createFile(file, mode);
            Files.writeString(file, url + "\n", StandardOpenOption.WRITE);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
