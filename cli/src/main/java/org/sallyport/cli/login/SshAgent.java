package org.sallyport.cli.login;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Hands key and certificate to a running ssh-agent through stock ssh-add; without an agent there is nothing to do. */
final class SshAgent {
    private SshAgent() {}

    static void add(Path key, Instant expires, Clock clock) {
        long seconds = Math.max(1, Duration.between(clock.instant(), expires).toSeconds());
        run("ssh-add", "-q", "-t", Long.toString(seconds), key.toString());
    }

    static void remove(Path key) {
        run("ssh-add", "-q", "-d", key.toString());
    }

    private static void run(String... command) {
        if (System.getenv("SSH_AUTH_SOCK") == null) {
            return;
        }
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            // an agent that does not answer must not hold up a login whose certificates are on disk already
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroy();
            }
        } catch (IOException e) {
            return; // no ssh-add here: the certificate files serve ssh as well
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
