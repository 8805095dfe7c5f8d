package org.sallyport.ejb.proxysession;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.durable.DurableFile;

/** The proxy's id in a file beside its recordings: what loses the one loses the others as well. Made by chance, once. */
final class ProxyIdFile {
    static final String NAME = "proxy-id";

    private final Path file;

    /** @param directory this server's own; made when it is not there */
    ProxyIdFile(Path directory) {
        this.file = directory.resolve(NAME);
    }

    /** On disk when it returns. @throws SallyportException STORE_UNAVAILABLE */
    synchronized String read() {
        try {
            return known();
        } catch (NoSuchFileException first) {
            return made();
        } catch (IOException failure) {
            throw unavailable("it cannot be read (" + failure + "): let the server's account read it", failure);
        }
    }

    private String known() throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip();
        try {
            return UUID.fromString(text).toString();
        } catch (IllegalArgumentException damaged) {
            // a new one in its place would have the recordings that wait here refused
            throw unavailable(
                    "it is damaged: put back the one of a backup, or remove it; then what this proxy recorded and has"
                            + " not sent is refused",
                    damaged);
        }
    }

    private String made() {
        String id = UUID.randomUUID().toString();
        try {
            Files.createDirectories(file.getParent());
            DurableFile.replace(file, (id + "\n").getBytes(StandardCharsets.US_ASCII));
            return id;
        } catch (IOException failure) {
            throw unavailable(
                    "it cannot be written (" + failure + "): make its directory writable for the server's account",
                    failure);
        }
    }

    private SallyportException unavailable(String why, Exception cause) {
        return new SallyportException(
                ErrorCode.STORE_UNAVAILABLE,
                "Proxy Service: this server's id is missing, so no session can end at its proxy; the server's log says"
                        + " more",
                "file " + file + " with the proxy's id: " + why,
                cause);
    }
}
