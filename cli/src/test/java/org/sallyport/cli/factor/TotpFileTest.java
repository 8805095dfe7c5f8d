package org.sallyport.cli.factor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.core.keys.Totp;

final class TotpFileTest {
    @TempDir
    private Path directory;

    @Test
    void twoCodesInOneStepAreDifferentAndBothGood() {
        byte[] secret = Totp.newSecret();
        Instant now = Instant.parse("2026-01-01T00:00:10Z");
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        TotpFile file = TotpFile.create(directory.resolve("totp"), Totp.base32(secret));
        long first = Totp.matchingStep(secret, file.nextCode(clock), now, 0).orElseThrow();
        assertThat(Totp.matchingStep(secret, file.nextCode(clock), now, first)).hasValue(first + 1);
    }
}
