package org.sallyport.web.file;

import static java.util.Objects.requireNonNull;

import java.util.Deque;
import java.util.Map;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.MfaAnswer;
import org.sallyport.core.terminal.FileTransfer.Direction;

/**
 * What a call asks for.
 *
 * @param name of an uploaded file, if its path turns out to be a directory
 */
record FileCall(
        Direction direction, String node, String login, String path, String name, boolean overwrite, MfaAnswer answer) {
    /** As long as PATH_MAX of Linux. */
    private static final int LONGEST_PATH = 4096;
    /** NAME_MAX, and a DNS name's longest. */
    private static final int LONGEST_NAME = 255;

    FileCall {
        requireNonNull(direction, "direction");
        requireNonNull(answer, "answer");
    }

    /** @param query decoded. @throws SallyportException INVALID_ARGUMENT */
    static FileCall of(Direction direction, Map<String, Deque<String>> query, MfaAnswer answer) {
        String path = required(query, "path", LONGEST_PATH);
        String name = direction == Direction.UPLOAD ? text(query, "name", LONGEST_NAME) : "";
        if (name.indexOf('/') >= 0 || name.equals(".") || name.equals("..")) {
            throw invalid("name", "it must be a name, without slashes");
        }
        return new FileCall(
                direction,
                required(query, "node", LONGEST_NAME),
                required(query, "login", LONGEST_NAME),
                path,
                name.isEmpty() ? lastOf(path) : name,
                flag(query, "overwrite"),
                answer);
    }

    /** What a browser calls the downloaded file, and an upload into a directory of which nobody said its name. */
    static String lastOf(String path) {
        String trimmed = path.replaceAll("/+$", "");
        String last = trimmed.substring(trimmed.lastIndexOf('/') + 1);
        return last.isEmpty() ? "file" : last;
    }

    private static boolean flag(Map<String, Deque<String>> query, String name) {
        return switch (text(query, name, LONGEST_NAME)) {
            case "", "false" -> false;
            case "true" -> true;
            default -> throw invalid(name, "true or false");
        };
    }

    private static String required(Map<String, Deque<String>> query, String name, int longest) {
        String value = text(query, name, longest);
        if (value.isBlank()) {
            throw invalid(name, "it is missing");
        }
        return value;
    }

    private static String text(Map<String, Deque<String>> query, String name, int longest) {
        Deque<String> values = query.get(name);
        String value = values == null ? "" : values.getFirst();
        if (value.length() > longest) {
            throw invalid(name, "at most " + longest + " characters");
        }
        // SFTP carries any byte, but no name on any node has this one
        if (value.indexOf('\0') >= 0) {
            throw invalid(name, "it must not have the character NUL");
        }
        return value;
    }

    private static SallyportException invalid(String name, String cause) {
        return new SallyportException(ErrorCode.INVALID_ARGUMENT, "REST: parameter " + name + ": " + cause);
    }
}
