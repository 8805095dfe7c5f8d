package org.sallyport.core.connector;

import static java.util.Objects.requireNonNull;

import java.util.function.UnaryOperator;

/**
 * Files of an account are to be reached in a user's name.
 *
 * @param login the account
 * @param certificate as of {@link ShellRequest#certificate}
 */
public record FilesRequest(String login, UnaryOperator<String> certificate) {
    public FilesRequest {
        requireNonNull(login, "login");
        requireNonNull(certificate, "certificate");
    }
}
