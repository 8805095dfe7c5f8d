package org.sallyport.core.transparency;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.sallyport.api.rest.LogHead;

/** Heads that were signed once stay valid: people keep them, and browsers check this one (web/console/test/head.test.tsx). */
class LogHeadsTest {
    private static final Instant TIME = Instant.parse("2026-03-01T12:00:00.123Z");

    private static LogHead head(String cluster, long size, Instant time) {
        return new LogHead(
                cluster,
                size,
                "c2ce6daed7d456868a58e8bf0bfab683e8a1ecca296e049b0a6047ba386d9e41",
                time,
                "edbbfdc067de4b3dffb3f19c6060f1d7fef5b3f7a98bdf38c6b36d2540ac2be9",
                """
                -----BEGIN PUBLIC KEY-----
                MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEPp9cvZLcLmTzVxdK10azyM8Ganz5
                +1hYzEFT0QEI0p3VPOny/hsqnlBQECAqSzpuImmjTHKBtiOsoBZPXNta9Q==
                -----END PUBLIC KEY-----
                """,
                "MEUCIAn1wu5Y1WXEOJe8U2as7Pyw27FA5OY0LXXnhTpxvh3DAiEAhknEQn+0fu64OS1fWqCDgFkr29WDZ+NL39XKhB+dI8g=");
    }

    @Test
    void keptHeadIsStillValid() {
        String cluster = "7b0c2f0e-6a52-4f0e-9a53-0a4d7d1e2b11";
        assertThat(LogHeads.signed(head(cluster, 48211, TIME))).isTrue();
        assertThat(LogHeads.signed(head(cluster, 48210, TIME))).isFalse();
        assertThat(LogHeads.signed(head(cluster, 48211, TIME.plusMillis(1)))).isFalse();
        assertThat(LogHeads.signed(head(cluster.replace('7', '8'), 48211, TIME)))
                .isFalse();
    }
}
