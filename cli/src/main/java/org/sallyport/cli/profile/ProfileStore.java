package org.sallyport.cli.profile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.sallyport.api.codec.Json;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/**
 * The CLI's home, {@code ~/.sallyport} unless {@code SALLYPORT_HOME} names another:
 *
 * <pre>
 * current              name of the profile in use
 * profiles/NAME/       one login: profile.json, id_ed25519, id_ed25519.pub, id_ed25519-cert.pub,
 *                      tls.key, tls.crt, ssh_config, known_hosts
 * heads/CLUSTER.json   tree heads of that cluster's audit log; they outlive the login
 * </pre>
 */
public final class ProfileStore {
    public static final String KEY = "id_ed25519";
    private static final String PROFILE = "profile.json";
    private static final String CURRENT = "current";

    private final Path home;
    private final ObjectMapper json = Json.jsonMapper();

    public ProfileStore(Path home) {
        this.home = home.toAbsolutePath();
    }

    public static ProfileStore ofEnvironment() {
        return new ProfileStore(Optional.ofNullable(System.getenv("SALLYPORT_HOME"))
                .filter(value -> !value.isBlank())
                .map(Path::of)
                .orElseGet(ProfileStore::customaryHome));
    }

    /** Where it is without {@code SALLYPORT_HOME}. */
    public static Path customaryHome() {
        return Path.of(System.getProperty("user.home"), ".sallyport");
    }

    /** The home that a profile's directory is in. */
    public static Path homeOf(Path directory) {
        return directory.toAbsolutePath().getParent().getParent();
    }

    public Path directory(String proxy) {
        return home.resolve("profiles").resolve(proxy.replaceAll("[^A-Za-z0-9.-]", "_"));
    }

    /** @param clusterId a UUID, as the login learnt it */
    public Path heads(String clusterId) {
        return home.resolve("heads").resolve(clusterId.replaceAll("[^A-Za-z0-9-]", "_") + ".json");
    }

    public void save(Profile profile) {
        replace(profile);
        PrivateFiles.write(home.resolve(CURRENT), profile.proxy() + "\n");
    }

    /** Without making it the one in use. */
    void replace(Profile profile) {
        try {
            PrivateFiles.write(
                    directory(profile.proxy()).resolve(PROFILE),
                    json.writerWithDefaultPrettyPrinter().writeValueAsString(profile));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The profile of this proxy, or the current one when {@code proxy} is empty. */
    public Optional<Profile> find(String proxy) {
        String wanted = proxy.isEmpty() ? currentProxy().orElse("") : proxy;
        Path file = directory(wanted).resolve(PROFILE);
        if (wanted.isEmpty() || !Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(json.readValue(PrivateFiles.read(file), Profile.class));
        } catch (JsonProcessingException e) {
            throw new SallyportException(
                    ErrorCode.INVALID_CONFIG,
                    "cli: " + file + " is damaged. Run 'sallyport logout' and log in again",
                    e.getMessage(),
                    e);
        }
    }

    /** @throws SallyportException NOT_LOGGED_IN with what to type */
    public Profile require(String proxy) {
        return find(proxy)
                .orElseThrow(() -> new SallyportException(
                        ErrorCode.NOT_LOGGED_IN,
                        "cli: not logged in" + (proxy.isEmpty() ? "" : " at " + proxy)
                                + ". Run 'sallyport login --proxy=HOST:PORT'"));
    }

    private Optional<String> currentProxy() {
        Path file = home.resolve(CURRENT);
        return Files.exists(file) ? Optional.of(PrivateFiles.read(file).trim()) : Optional.empty();
    }

    /** Removes every file of the profile. */
    public void delete(String proxy) {
        Path directory = directory(proxy);
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(directory);
            if (currentProxy().filter(proxy::equals).isPresent()) {
                Files.delete(home.resolve(CURRENT));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
