package org.sallyport.core.connector;

import static java.util.Objects.requireNonNull;

import java.util.function.UnaryOperator;

/**
 * A shell to be opened in a user's name.
 *
 * @param login an account there
 * @param type value of TERM
 * @param columns in characters
 * @param certificate from the public key of the shell's own key pair to a user certificate, both OpenSSH lines. Asked once,
 *     before anything is dialled; may block, and refuse with a {@link org.sallyport.api.error.SallyportException}
 */
public record ShellRequest(String login, String type, int columns, int rows, UnaryOperator<String> certificate) {
    public ShellRequest {
        requireNonNull(login, "login");
        requireNonNull(type, "type");
        requireNonNull(certificate, "certificate");
    }
}
