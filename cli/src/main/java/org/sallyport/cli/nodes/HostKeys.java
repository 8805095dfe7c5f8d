package org.sallyport.cli.nodes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.OpensshNodeSpec;
import org.sallyport.core.keys.SshKeys;

/** Keys that a host presents, as they come from files, from the command line or from the host itself. */
final class HostKeys {
    private static final long MOST_BYTES = 256 * 1024;

    private HostKeys() {}

    /** @param given files as {@code ssh_host_ed25519_key.pub}, or key lines themselves */
    static List<String> of(List<String> given) {
        return given.stream()
                .flatMap(each -> isLine(each) ? Stream.of(each) : file(Path.of(each)))
                .toList();
    }

    private static boolean isLine(String text) {
        return text.startsWith("ssh-") && text.contains(" ")
                || text.startsWith("ecdsa-sha2-") && text.contains(" ")
                || text.startsWith(OpensshNodeSpec.CERT_AUTHORITY + " ");
    }

    private static Stream<String> file(Path path) {
        try {
            if (Files.size(path) > MOST_BYTES) {
                throw unreadable(path, "it is too large for a file of public keys", null);
            }
            List<String> lines = Files.readAllLines(path, StandardCharsets.UTF_8).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
            if (lines.stream().anyMatch(line -> line.contains("PRIVATE KEY"))) {
                throw unreadable(
                        path, "it holds a private key, which stays on its host; give the file ending in .pub", null);
            }
            return lines.stream();
        } catch (IOException e) {
            throw unreadable(path, "it cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private static SallyportException unreadable(Path path, String why, Throwable cause) {
        return new SallyportException(
                ErrorCode.INVALID_ARGUMENT,
                "cli: --host-key " + path + ": " + why
                        + ". It takes a copy of the host's /etc/ssh/ssh_host_ed25519_key.pub, or that line itself",
                "",
                cause);
    }

    /** {@code ED25519 SHA256:…} as {@code ssh-keygen -lf} shows it, for people to compare. */
    static String fingerprint(String line) {
        boolean authority = line.startsWith(OpensshNodeSpec.CERT_AUTHORITY);
        String key = authority
                ? line.substring(OpensshNodeSpec.CERT_AUTHORITY.length()).strip()
                : line;
        return (authority ? "any host key certified by " : "") + SshKeys.fingerprint(SshKeys.parsePublic(key)) + " ("
                + key.split(" ", 2)[0] + ")";
    }
}
