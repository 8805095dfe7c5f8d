package org.sallyport.cli.nodes;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.OpensshNodeSpec;

/**
 * Asks the host for its keys, by the stock {@code ssh-keyscan}. Whoever sits between could answer in its place, so a person
 * must have compared them.
 */
final class HostKeyScan {
    private static final String SECONDS = "10";

    private HostKeyScan() {}

    /** @throws SallyportException when nobody can be asked, or says no */
    static List<String> confirmed(OpensshNodeSpec.Address address) {
        Console console = Optional.ofNullable(System.console())
                .orElseThrow(() -> new SallyportException(
                        ErrorCode.INVALID_ARGUMENT,
                        "cli: --scan needs a terminal, where somebody compares what the host shows; give --host-key in"
                                + " scripts"));
        List<String> keys = scan(address.host(), address.port());
        console.printf(
                "%s presents:%n%s%nCompare with what this prints on the host itself:%n  for f in"
                        + " /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -lf $f; done%n",
                address.text(),
                keys.stream().map(key -> "  " + HostKeys.fingerprint(key)).collect(Collectors.joining("\n")));
        if (!"yes".equals(console.readLine("Are these its keys (yes/no)? "))) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT,
                    "cli: nothing was enrolled: the host's keys were not confirmed; give them with --host-key");
        }
        return keys;
    }

    private static List<String> scan(String host, int port) {
        String told = run(List.of("ssh-keyscan", "-T", SECONDS, "-p", Integer.toString(port), "--", host));
        List<String> keys = parse(told);
        if (keys.isEmpty()) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT,
                    "cli: " + host + " port " + port + " shows no SSH host key from here; check the address, or give"
                            + " --host-key: the proxy may reach what this machine does not");
        }
        return keys;
    }

    /** {@code host type base64} on each line; comments begin with a hash. */
    static List<String> parse(String told) {
        return told.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(" ", 2))
                .filter(parts -> parts.length == 2 && !parts[1].contains("-cert-v01@"))
                .map(parts -> parts[1].strip())
                .distinct()
                .toList();
    }

    private static String run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return told;
        } catch (IOException e) {
            throw new SallyportException(
                    ErrorCode.UNSUPPORTED,
                    "cli: cannot run ssh-keyscan: " + e.getMessage()
                            + ". Install the OpenSSH client, or give --host-key",
                    "",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT, "cli: interrupted; nothing was enrolled, start it again", "", e);
        }
    }
}
