package org.sallyport.tests.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Where the programs under test are, and how to read the end of their logs. */
public final class Programs {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private Programs() {}

    public static String bin(String name) {
        return ROOT.resolve("bin").resolve(name).toString();
    }

    public static Path root() {
        return ROOT;
    }

    public static String tail(Path log, int lines) {
        try {
            var all = Files.exists(log) ? Files.readAllLines(log) : java.util.List.<String>of();
            return all.stream().skip(Math.max(0, all.size() - lines)).collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
