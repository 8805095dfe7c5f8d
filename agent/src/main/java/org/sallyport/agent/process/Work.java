package org.sallyport.agent.process;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/** What a session runs. */
public sealed interface Work {
    /** A login shell. */
    record Shell() implements Work {}

    /** The user's own command, given to the user's own shell with {@code -c}, as sshd does. */
    record Command(String line) implements Work {
        public Command {
            requireNonNull(line, "line");
        }
    }

    /** A program of the system, e.g. sftp-server, without a shell. */
    record Program(Path path) implements Work {
        public Program {
            requireNonNull(path, "path");
        }
    }
}
