package org.sallyport.persistence.recordingstorage;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.keys.Secret;
import org.sallyport.core.recording.RecordingStorage;

/**
 * The storage that the server's system properties name (docs/guides/recordings.md). Opened when it is first used; what is
 * wrong with the properties is told then, as a storage that is away: agents keep what they have.
 */
@ApplicationScoped
public class ConfiguredStorage implements RecordingStorage {
    private static final String PREFIX = "sallyport.recordings.";
    private static final Set<PosixFilePermission> OWNER_ONLY =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final UnaryOperator<String> properties;
    private RecordingStorage opened;

    public ConfiguredStorage() {
        this(System::getProperty);
    }

    public ConfiguredStorage(UnaryOperator<String> properties) {
        this.properties = properties;
    }

    @Override
    public void put(String key, byte[] content) {
        storage().put(key, content);
    }

    @Override
    public Optional<byte[]> get(String key) {
        return storage().get(key);
    }

    @Override
    public void delete(String key) {
        storage().delete(key);
    }

    private synchronized RecordingStorage storage() {
        if (opened == null) {
            String kind = value("storage").orElse("file");
            opened = switch (kind) {
                case "file" -> new FileStorage(directory());
                case "s3" -> new S3Storage(s3());
                default -> throw invalid("storage must be file or s3, not '" + kind + "'");
            };
        }
        return opened;
    }

    private Path directory() {
        return value("directory").map(Path::of).orElseGet(() -> Path.of(property("sallyport.data.dir")
                        .orElse(property("jboss.server.data.dir").orElse(".") + "/sallyport"))
                .resolve("recordings"));
    }

    private S3Storage.Settings s3() {
        List<String> credentials = credentials();
        try {
            return new S3Storage.Settings(
                    value("s3.endpoint").map(URI::create),
                    value("s3.region").orElse("us-east-1"),
                    value("s3.bucket").orElseThrow(() -> invalid("s3.bucket must name the bucket")),
                    value("s3.path-style")
                            .map(Boolean::parseBoolean)
                            .orElse(value("s3.endpoint").isPresent()),
                    credentials.get(0),
                    new Secret(credentials.get(1)));
        } catch (IllegalArgumentException e) {
            throw invalid("s3.endpoint is no URL: " + e.getMessage());
        }
    }

    /** A file that others can read is as good as a key that others know. */
    private List<String> credentials() {
        Path file = Path.of(value("s3.credentials.file")
                .orElseThrow(() -> invalid("s3.credentials.file must name the file with access key and secret key")));
        try {
            if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
                throw invalid("s3.credentials.file: others may read " + file + ": chmod 600 it");
            }
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
            if (lines.size() != 2) {
                throw invalid("s3.credentials.file: " + file + " must have two lines, access key and secret key");
            }
            return lines;
        } catch (IOException e) {
            throw invalid("s3.credentials.file: " + file + " cannot be read: " + e.getMessage());
        }
    }

    private Optional<String> value(String name) {
        return property(PREFIX + name);
    }

    private Optional<String> property(String name) {
        return Optional.ofNullable(properties.apply(name)).filter(text -> !text.isBlank());
    }

    private static SallyportException invalid(String why) {
        return StorageFailure.of("system property " + PREFIX + why, null);
    }

    @PreDestroy
    synchronized void close() {
        if (opened instanceof S3Storage s3) {
            s3.close();
        }
        opened = null;
    }
}
