package org.sallyport.core.connector;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A shell, or one command on a terminal, to be opened in a user's name.
 *
 * @param login an account there
 * @param type value of TERM
 * @param columns in characters
 * @param command what runs on the terminal; a shell when empty
 * @param certificate from the public key of the shell's own key pair to a user certificate, both OpenSSH lines. Asked once,
 *     before anything is dialled; may block, and refuse with a {@link org.sallyport.api.error.SallyportException}
 */
public record ShellRequest(
        String login, String type, int columns, int rows, Optional<String> command, UnaryOperator<String> certificate) {
    public ShellRequest {
        requireNonNull(login, "login");
        requireNonNull(type, "type");
        requireNonNull(command, "command");
        requireNonNull(certificate, "certificate");
    }

    /** A shell. */
    public ShellRequest(String login, String type, int columns, int rows, UnaryOperator<String> certificate) {
        this(login, type, columns, rows, Optional.empty(), certificate);
    }
}
