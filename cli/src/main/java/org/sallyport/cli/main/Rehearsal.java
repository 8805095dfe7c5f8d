package org.sallyport.cli.main;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.sallyport.api.rest.ClusterInfo;
import org.sallyport.cli.profile.Profile;
import org.sallyport.cli.proxy.NodeDial;

/**
 * What the build runs to make the start-up cache: the commands that people wait for, without a cluster. The JVM keeps the
 * classes that were loaded here in their parsed and linked form, so what only a server needs is loaded in a process apart.
 */
final class Rehearsal {
    private Rehearsal() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        for (List<String> words : List.of(
                List.of("status"),
                List.of("ls"),
                List.of("ssh", "node"),
                List.of("config"),
                List.of("proxy", "ssh", "node"))) {
            Sallyport.commandLine(words).execute(words.toArray(String[]::new));
        }
        // servers and what stands before them may be of either
        for (String protocol : List.of("TLSv1.3", "TLSv1.2")) {
            dial(protocol);
        }
    }

    private static void dial(String protocol) throws IOException, InterruptedException {
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        RehearsalServer.class.getName(),
                        protocol)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader told = server.inputReader(StandardCharsets.US_ASCII)) {
            String address = "localhost:" + told.readLine();
            Clock clock = Clock.systemUTC();
            Profile profile = new Profile(
                    address,
                    told.readLine(),
                    "nobody",
                    List.of(),
                    List.of(),
                    "token",
                    clock.instant().plus(Duration.ofHours(1)),
                    new ClusterInfo("id", "rehearsal", "1", address, "", List.of()),
                    List.of(),
                    false);
            new NodeDial(profile, clock, ignored -> {})
                    .run(
                            "node",
                            Channels.newChannel(new ByteArrayInputStream(new byte[100_000])),
                            Channels.newChannel(new ByteArrayOutputStream()),
                            new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        } finally {
            server.destroy();
            server.waitFor();
        }
    }
}
