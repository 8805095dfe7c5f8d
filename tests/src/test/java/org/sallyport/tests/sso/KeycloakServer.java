package org.sallyport.tests.sso;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sallyport.tests.cluster.Await;
import org.sallyport.tests.cluster.Host;
import org.sallyport.tests.cluster.Programs;

/** Keycloak from its own distribution, which the build unpacks, with a realm made up for the run. */
final class KeycloakServer implements AutoCloseable {
    private static final int PORT = 8543;
    private static final int MANAGEMENT = 9643;
    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private final Host host;
    private final Path home;
    private final Path log;
    private final Path certificate;
    private final Path keyStore;
    private final String keyStorePassword = java.util.UUID.randomUUID().toString();
    private final Path clock;
    private Process process;

    KeycloakServer(Host host, Path directory) {
        this.host = host;
        this.home = directory.resolve("keycloak");
        this.clock = directory.resolve("keycloak.clock");
        this.log = directory.resolve("keycloak.log");
        this.certificate = directory.resolve("keycloak.pem");
        this.keyStore = directory.resolve("keycloak.p12");
    }

    String realmUrl() {
        return "https://" + host.address() + ":" + PORT + "/realms/staff";
    }

    /** PEM of its self-signed certificate. */
    String certificate() {
        return Programs.read(certificate);
    }

    KeycloakServer install(String realmJson) {
        Path unpacked = unpacked();
        // a copy: its start writes into lib/
        run("cp", "-r", unpacked.toString(), home.toString());
        Programs.write(home.resolve("data/import/staff-realm.json"), realmJson);
        keytool(
                "-genkeypair",
                "-alias",
                "keycloak",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "2",
                "-dname",
                "CN=keycloak",
                "-ext",
                "san=ip:" + host.address());
        keytool("-exportcert", "-alias", "keycloak", "-rfc", "-file", certificate.toString());
        return this;
    }

    KeycloakServer start() {
        Programs.write(clock, "+0");
        List<String> words = List.of(
                home.resolve("bin/kc.sh").toString(),
                "start-dev",
                "--import-realm",
                "--http-enabled=false",
                "--https-port=" + PORT,
                "--http-management-port=" + MANAGEMENT,
                // started for development it would listen on localhost only
                "--http-host=" + host.address(),
                "--hostname=https://" + host.address() + ":" + PORT,
                "--https-key-store-file=" + keyStore,
                "--https-key-store-password=" + keyStorePassword,
                "--log-level=info,org.keycloak.events:debug");
        process = host.command(words)
                .with(Map.of(
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "JAVA_OPTS_APPEND",
                        "-Xmx400m -XX:TieredStopAtLevel=1",
                        "LD_PRELOAD",
                        library(),
                        "FAKETIME_TIMESTAMP_FILE",
                        clock.toString(),
                        "FAKETIME_CACHE_DURATION",
                        "1",
                        // the JVM measures its waits by the monotonic clock: shifted they end late, "fixed" they spin
                        "FAKETIME_DONT_FAKE_MONOTONIC",
                        "1",
                        "FAKETIME_FORCE_MONOTONIC_FIX",
                        "0"))
                .start(log);
        Await.until("Keycloak answers", START_LIMIT, () -> !process.isAlive() || answers(), this::tail);
        if (!process.isAlive()) {
            throw new AssertionError("Keycloak ended by itself\n" + tail());
        }
        return this;
    }

    private boolean answers() {
        return host.command("curl", "-sfk", "--max-time", "5", realmUrl() + "/.well-known/openid-configuration")
                        .run()
                        .exitCode()
                == 0;
    }

    /** Its metadata as a SAML provider. */
    String samlDescriptor() {
        return host.command("curl", "-sfk", "--max-time", "20", realmUrl() + "/protocol/saml/descriptor")
                .run()
                .succeeded()
                .out();
    }

    String tail() {
        return Programs.tail(log, 60);
    }

    private static Path unpacked() {
        Path directory = Programs.root().resolve("tests/target/keycloak");
        try (var found = Files.list(directory)) {
            return found.filter(each -> each.getFileName().toString().startsWith("keycloak-"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no Keycloak in " + directory + ": the build unpacks it"));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void keytool(String... words) {
        List<String> all = new ArrayList<>();
        all.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        all.addAll(List.of(words));
        all.addAll(List.of("-keystore", keyStore.toString(), "-storetype", "PKCS12", "-storepass", keyStorePassword));
        run(all.toArray(String[]::new));
    }

    private void run(String... words) {
        host.command(words).within(Duration.ofMinutes(2)).run().succeeded();
    }

    /** @param offset as libfaketime reads it: {@code +20m}. Comes back when Keycloak goes by it */
    void shiftClock(String offset, Duration shift) {
        Programs.write(clock, offset);
        Await.until(
                "Keycloak's clock is at " + offset,
                Duration.ofSeconds(60),
                () -> Duration.between(LocalDateTime.now().plus(shift), newestEvent())
                                .abs()
                                .compareTo(Duration.ofMinutes(1))
                        < 0,
                this::tail);
    }

    /** When a refusal that is caused here says it was. */
    private LocalDateTime newestEvent() {
        String form = "grant_type=client_credentials&client_id=corp&client_secret=wrong";
        host.command("curl", "-sk", "--max-time", "5", "-d", form, realmUrl() + "/protocol/openid-connect/token")
                .run();
        return Programs.read(log)
                .lines()
                .filter(line -> line.contains("[org.keycloak.events]"))
                .reduce((earlier, later) -> later)
                .map(line -> LocalDateTime.parse(line.substring(0, 19).replace(' ', 'T')))
                .orElse(LocalDateTime.MIN);
    }

    private static String library() {
        try (var found = Files.find(Path.of("/usr/lib"), 4, (file, is) -> file.endsWith("libfaketimeMT.so.1"))) {
            return found.findFirst()
                    .orElseThrow(() -> new AssertionError("libfaketime is missing: install the package faketime"))
                    .toString();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            List<ProcessHandle> all = process.descendants().toList();
            process.destroyForcibly();
            all.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
