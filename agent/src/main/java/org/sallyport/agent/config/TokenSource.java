package org.sallyport.agent.config;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.keys.Secret;

/** Where the join token comes from: the text itself, or a file when the text is an absolute path. */
public record TokenSource(Secret text) {
    private static final long LONGEST = 4096;

    public TokenSource {
        requireNonNull(text, "text");
        if (text.reveal().isBlank()) {
            throw new SallyportException(ErrorCode.INVALID_CONFIG, "the join token is empty");
        }
    }

    public boolean isFile() {
        return text.reveal().startsWith("/");
    }

    /** @throws SallyportException INVALID_CONFIG when the file cannot be read or is empty */
    public Secret read() {
        if (!isFile()) {
            return new Secret(text.reveal().trim());
        }
        Path file = Path.of(text.reveal());
        try {
            String content =
                    Files.size(file) > LONGEST ? "" : Files.readString(file).trim();
            if (content.isEmpty() || content.contains("\n")) {
                throw unreadable(file, "it must hold one token and nothing else", null);
            }
            return new Secret(content);
        } catch (IOException e) {
            throw unreadable(file, "it cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    private static SallyportException unreadable(Path file, String why, Exception cause) {
        return new SallyportException(
                ErrorCode.INVALID_CONFIG,
                "configuration: token file " + file + ": " + why + "; make one with 'sallyport admin tokens add'",
                "",
                cause);
    }
}
