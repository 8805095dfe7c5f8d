package org.sallyport.core.ca;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sallyport.api.cert.CaType;
import org.sallyport.core.keys.TlsKeys;

/** Both forms of time, held against the JDK's own reading. */
final class X509TimesTest {
    private final CaKeys ca = CaKeys.generate(CaType.HOST, "prod", Clock.systemUTC());

    @ParameterizedTest
    @CsvSource({
        "1999-12-31T23:59:59Z,2026-11-21T12:00:00Z",
        "2026-01-01T00:00:00Z,2049-12-31T23:59:59Z",
        "2049-12-31T23:59:59Z,2050-01-01T00:00:00Z"
    })
    void readsWhatIsWritten(Instant from, Instant until) {
        KeyPair key = TlsKeys.generate();
        X509Certificate certificate = ca.sign(new X509Template(
                key.getPublic(),
                5,
                "name",
                List.of(),
                from,
                until,
                X509Template.Purpose.SERVER,
                List.of("name"),
                Optional.empty()));
        assertThat(X509Times.notBefore(certificate))
                .isEqualTo(from)
                .isEqualTo(certificate.getNotBefore().toInstant());
        assertThat(X509Times.notAfter(certificate))
                .isEqualTo(until)
                .isEqualTo(certificate.getNotAfter().toInstant());
    }
}
