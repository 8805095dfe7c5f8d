package org.sallyport.session.sftp;

import java.io.IOException;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** What a server says, as people are told it. */
final class SftpFailures {
    private static final int LONGEST = 200;

    private SftpFailures() {}

    /** @param what was to be done, such as {@code write} */
    static SallyportException of(SftpReply.Status status, String what, String path) {
        String file = "'" + line(path) + "'";
        String said = status.message().isBlank() ? "" : " (" + line(status.message()) + ")";
        return switch (status.code()) {
            case SftpReply.Status.NO_SUCH_FILE ->
                refusal(
                        ErrorCode.NOT_FOUND,
                        "there is no " + file + said
                                + "; see to the path: relative ones begin in the login's home directory");
            case SftpReply.Status.PERMISSION_DENIED ->
                refusal(
                        ErrorCode.ACCESS_DENIED,
                        "the login may not " + what + " " + file + said
                                + "; choose another path or login, or have the node's permissions changed");
            case SftpReply.Status.UNSUPPORTED ->
                refusal(
                        ErrorCode.UNSUPPORTED,
                        "it cannot " + what + " " + file + said + "; use scp or sftp on the command line");
            default ->
                refusal(
                        ErrorCode.UNSUPPORTED,
                        "it failed to " + what + " " + file + said
                                + "; it does not say why: see to space and quota there, and to what kind of file it is");
        };
    }

    static void requireOk(SftpReply reply, String what, String path) {
        switch (reply) {
            case SftpReply.Status status -> {
                if (!status.is(SftpReply.Status.OK)) {
                    throw of(status, what, path);
                }
            }
            case SftpReply.Handle other -> throw unexpected(other);
            case SftpReply.Data other -> throw unexpected(other);
            case SftpReply.Attributes other -> throw unexpected(other);
        }
    }

    static SallyportException of(IOException failure) {
        if (failure instanceof SftpProtocolException) {
            return new SallyportException(
                    ErrorCode.UNSUPPORTED,
                    "SFTP server: it is not understood (" + failure.getMessage()
                            + "); see which sftp-server the node runs",
                    "",
                    failure);
        }
        return new SallyportException(
                ErrorCode.AGENT_OFFLINE,
                "SFTP server: the connection to the node broke off (" + line(String.valueOf(failure.getMessage()))
                        + "); try again, and see to the node",
                "",
                failure);
    }

    static SallyportException unexpected(SftpReply reply) {
        return of(new SftpProtocolException("a " + reply.getClass().getSimpleName() + " where none is due"));
    }

    static SallyportException refusal(ErrorCode code, String causeAndRemedy) {
        return new SallyportException(code, "SFTP server: " + causeAndRemedy);
    }

    static String line(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
    }
}
