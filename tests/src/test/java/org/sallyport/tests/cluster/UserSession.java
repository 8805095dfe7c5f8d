package org.sallyport.tests.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sallyport.api.codec.Json;

/** A person on the client host: a {@code SALLYPORT_HOME}, a password and a one-time code secret in files. */
public final class UserSession {
    private final Host host;
    private final Path directory;
    private final String name;
    private final String proxy;
    private String pin;

    UserSession(Host host, Path directory, String name, String proxy, String pin) {
        this.host = host;
        this.directory = directory;
        this.name = name;
        this.proxy = proxy;
        this.pin = pin;
        // made up per run: nothing that could be shipped
        Programs.write(passwordFile(), java.util.UUID.randomUUID() + "\n");
    }

    public String name() {
        return name;
    }

    public Path passwordFile() {
        return directory.resolve("password");
    }

    public Path totpFile() {
        return directory.resolve("totp");
    }

    public Path home() {
        return directory.resolve("home");
    }

    /** By which the cluster is known from the next login on: it changes when the host CA is rotated. */
    public void pin(String now) {
        pin = now;
    }

    void acceptInvite(String url) {
        cli(
                        "accept-invite",
                        "--ca-pin",
                        pin,
                        "--password-file",
                        passwordFile().toString(),
                        "--totp-secret-file",
                        totpFile().toString(),
                        url)
                .run()
                .succeeded();
    }

    /** Logs in with further options such as {@code --ttl=1m}. */
    public Command.Result login(String... options) {
        List<String> words = new ArrayList<>(List.of(
                "login",
                "--proxy",
                proxy,
                "--user",
                name,
                "--ca-pin",
                pin,
                "--password-file",
                passwordFile().toString(),
                "--totp-secret-file",
                totpFile().toString()));
        words.addAll(List.of(options));
        return cli(words.toArray(String[]::new)).run();
    }

    /** {@code sallyport WORDS} on the client host as this person. */
    public Command cli(String... words) {
        List<String> all = new ArrayList<>(List.of(Programs.bin("sallyport")));
        all.addAll(List.of(words));
        return host.command(all).with("SALLYPORT_HOME", home().toString()).with("HOME", directory.toString());
    }

    public JsonNode json(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--format=json");
        String out = cli(all.toArray(String[]::new)).run().succeeded().out();
        try {
            return Json.jsonMapper().readTree(out);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + out, e);
        }
    }

    /** The profile's directory: keys, certificate, ssh_config, known_hosts. */
    public Path profile() {
        return home().resolve("profiles").resolve(proxy.replace(':', '_'));
    }

    public Path sshConfig() {
        return profile().resolve("ssh_config");
    }

    /** Stock ssh with the written configuration, as {@code ssh node.cluster} after {@code sallyport config}. */
    public Command ssh(String... words) {
        List<String> all = new ArrayList<>(
                List.of("ssh", "-F", sshConfig().toString(), "-o", "BatchMode=yes", "-o", "ConnectTimeout=20"));
        all.addAll(List.of(words));
        return host.command(all);
    }

    public Host host() {
        return host;
    }
}
