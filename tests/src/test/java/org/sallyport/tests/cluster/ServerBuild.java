package org.sallyport.tests.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A copy of the provisioned server with scripts of {@code wildfly-config/} applied; other tests use the original. */
public final class ServerBuild {
    private static final Host HERE = new Host("", "");

    private ServerBuild() {}

    public static Path copy(Path target) {
        Path original = Programs.root().resolve("ear/target/server");
        HERE.command("cp", "-rl", original.toString(), target.toString()).run().succeeded();
        // scripts write there, and must not write into the original
        HERE.command("rm", "-r", target.resolve("standalone").toString()).run().succeeded();
        HERE.command("cp", "-r", original.resolve("standalone").toString(), target.toString())
                .run()
                .succeeded();
        return target;
    }

    /** Twice: scripts may be run again. */
    public static void apply(Path build, String... scripts) {
        List<String> words = new ArrayList<>(
                List.of(Programs.root().resolve("wildfly-config/apply").toString(), "--server=" + build));
        words.addAll(List.of(scripts));
        for (int time = 0; time < 2; time++) {
            HERE.command(words).within(Duration.ofMinutes(2)).run().succeeded();
        }
    }
}
