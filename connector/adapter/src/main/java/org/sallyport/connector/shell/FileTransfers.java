package org.sallyport.connector.shell;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.connector.ConnectorLog;
import org.sallyport.connector.transport.ConnectorThreads;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.DialTarget;
import org.sallyport.core.connector.FilesReceiver;
import org.sallyport.core.connector.FilesRequest;
import org.sallyport.session.sftp.SftpFiles;
import org.sallyport.session.upstream.UpstreamSubsystem;

/**
 * Files of nodes for users whose client is this server itself, by SFTP. From the dial on they are users' connections like
 * any other. Each has a thread, since both its ends block: whoever asks bounds their number.
 */
public final class FileTransfers {
    private static final Duration BEGIN = Duration.ofSeconds(30);

    private final Shells shells;
    private final ConnectorThreads threads;

    public FileTransfers(Shells shells, ConnectorThreads threads) {
        this.shells = requireNonNull(shells, "shells");
        this.threads = requireNonNull(threads, "threads");
    }

    /** Does not block. */
    public void open(Caller.User caller, DialTarget target, FilesRequest request, FilesReceiver receiver) {
        try {
            threads.sessions().execute(() -> run(caller, target, request, receiver));
        } catch (RejectedExecutionException e) {
            receiver.refused(new SallyportException(
                    ErrorCode.SHUTTING_DOWN,
                    "proxy: this server is shutting down; try again in a moment",
                    e.toString(),
                    e));
        }
    }

    private void run(Caller.User caller, DialTarget target, FilesRequest request, FilesReceiver receiver) {
        UpstreamSubsystem subsystem;
        SftpFiles files;
        try {
            var login = shells.login(caller, target, request.login(), request.certificate());
            subsystem = UpstreamSubsystem.open(shells.client(), login, "sftp");
            files = begin(subsystem, login.destination().wording().address());
        } catch (SallyportException refusal) {
            receiver.refused(Shells.named(refusal));
            return;
        } catch (RuntimeException e) {
            receiver.refused(new SallyportException(
                    ErrorCode.INTERNAL,
                    "proxy: the node's files could not be reached; try again, then ask an administrator",
                    e.toString(),
                    e));
            return;
        }
        try {
            receiver.opened(files);
        } finally {
            subsystem.finish();
        }
    }

    /** What refuses says so as an error, then ends. What says nothing at all is cut off. */
    private SftpFiles begin(UpstreamSubsystem subsystem, String hostId) {
        AtomicBoolean begun = new AtomicBoolean();
        threads.later(
                () -> {
                    if (!begun.get()) {
                        subsystem.close();
                    }
                },
                BEGIN);
        try {
            SftpFiles files = SftpFiles.begin(subsystem.input(), subsystem.output(), hostId, subsystem::close);
            begun.set(true);
            subsystem.ignoreErrors();
            return files;
        } catch (IOException e) {
            ConnectorLog.LOG.debugf(e, "no SFTP at %s", hostId);
            subsystem.close();
            String said = subsystem.lastWords();
            throw said.isEmpty() ? silent(e) : new SallyportException(ErrorCode.ACCESS_DENIED, said, "", e);
        }
    }

    private static SallyportException silent(IOException e) {
        return new SallyportException(
                ErrorCode.UNSUPPORTED,
                "SFTP server: it ended or said nothing (" + e.getMessage()
                        + "); see to the node's sftp-server, and to what its accounts' shells print at login",
                "",
                e);
    }
}
