package org.sallyport.cli.factor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.sallyport.cli.profile.PrivateFiles;
import org.sallyport.core.keys.Totp;

/**
 * A one-time code device in a file, for scripts. The server takes each code once (RFC 6238 section 5.2) and allows a
 * clock skew of one step, so the step of the last code is kept beside the secret: the next code is of a later step, at
 * most one ahead of the clock, and waited for when there is none yet.
 */
public record TotpFile(Path file) {
    private static final long STEP_SECONDS = 30;

    public static TotpFile create(Path file, String secret) {
        PrivateFiles.write(file.toAbsolutePath(), secret + "\n");
        PrivateFiles.write(usedFile(file), "0\n");
        return new TotpFile(file);
    }

    public String nextCode(Clock clock) {
        byte[] secret = Totp.parseBase32(PrivateFiles.read(file).trim());
        Path used = usedFile(file);
        long last = Files.exists(used) ? Long.parseLong(PrivateFiles.read(used).trim()) : 0;
        long step = Math.max(last + 1, step(clock.instant()));
        for (Instant now = clock.instant(); step > step(now) + 1; now = clock.instant()) {
            Instant usable = Instant.ofEpochSecond((step - 1) * STEP_SECONDS);
            LockSupport.parkNanos(Duration.between(now, usable).toNanos());
        }
        PrivateFiles.write(used, step + "\n");
        return Totp.codeAt(secret, Instant.ofEpochSecond(step * STEP_SECONDS));
    }

    private static long step(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), STEP_SECONDS);
    }

    private static Path usedFile(Path file) {
        Path absolute = file.toAbsolutePath();
        return absolute.resolveSibling(absolute.getFileName() + ".used");
    }
}
