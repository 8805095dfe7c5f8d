package org.sallyport.cli.main;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.sallyport.api.rest.ClusterInfo;
import org.sallyport.cli.profile.Profile;
import org.sallyport.cli.proxy.NodeDial;
import org.sallyport.core.ca.CaPins;

/**
 * What the build runs to make the start-up cache: the commands that people wait for, without a cluster. The JVM keeps the
 * classes that were loaded here in their parsed and linked form.
 */
final class Rehearsal {
    private Rehearsal() {}

    public static void main(String[] args) throws IOException, GeneralSecurityException {
        for (List<String> words : List.of(
                List.of("status"),
                List.of("ls"),
                List.of("ssh", "node"),
                List.of("config"),
                List.of("proxy", "ssh", "node"))) {
            Sallyport.commandLine(words).execute(words.toArray(String[]::new));
        }
        Clock clock = Clock.systemUTC();
        try (RehearsalServer server = new RehearsalServer(clock)) {
            String address = "localhost:" + server.port();
            Profile profile = new Profile(
                    address,
                    CaPins.of(server.hostCa()).getFirst(),
                    "nobody",
                    List.of(),
                    List.of(),
                    "token",
                    clock.instant().plus(Duration.ofHours(1)),
                    new ClusterInfo("id", "rehearsal", "1", address, "", List.of()),
                    List.of(server.hostCa()),
                    false);
            new NodeDial(profile, clock)
                    .run(
                            "node",
                            Channels.newChannel(new ByteArrayInputStream(new byte[100_000])),
                            Channels.newChannel(new ByteArrayOutputStream()));
        }
    }
}
