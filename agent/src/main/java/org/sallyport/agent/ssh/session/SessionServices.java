package org.sallyport.agent.ssh.session;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.sallyport.agent.live.LiveBook;
import org.sallyport.agent.process.ProcessStarter;
import org.sallyport.agent.process.SessionEnvironment;
import org.sallyport.agent.recording.Recordings;

/**
 * What sessions are made with.
 *
 * @param threads platform threads: reading a process's pipes blocks them, and virtual threads would run out of carriers
 * @param sftpServer the system's sftp-server, when there is one
 * @param socketDirectory nobody but the agent may write to it, everybody may pass through it
 */
public record SessionServices(
        ProcessStarter starter,
        SessionEnvironment environment,
        Executor threads,
        Optional<Path> sftpServer,
        Path socketDirectory,
        ChannelWindows windows,
        Recordings recordings,
        LiveBook book) {
    public SessionServices {
        requireNonNull(starter, "starter");
        requireNonNull(environment, "environment");
        requireNonNull(threads, "threads");
        requireNonNull(sftpServer, "sftpServer");
        requireNonNull(socketDirectory, "socketDirectory");
        requireNonNull(windows, "windows");
        requireNonNull(recordings, "recordings");
        requireNonNull(book, "book");
    }
}
