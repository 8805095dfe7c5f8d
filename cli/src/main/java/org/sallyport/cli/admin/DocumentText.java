package org.sallyport.cli.admin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.sallyport.cli.profile.PrivateFiles;

/** Documents as text from a file, or from standard input when the file is {@code -}. */
public final class DocumentText {
    private DocumentText() {}

    public static String read(String file) {
        return "-".equals(file) ? standardInput() : PrivateFiles.read(Path.of(file));
    }

    private static String standardInput() {
        try {
            return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
