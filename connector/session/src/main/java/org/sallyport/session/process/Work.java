package org.sallyport.session.process;

import static java.util.Objects.requireNonNull;

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

    /** File transfer, without a shell. */
    record Sftp() implements Work {}
}
