package org.sallyport.ejb.transparency;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Clock;
import org.sallyport.core.keys.KeySealer;
import org.sallyport.core.keys.Secret;
import org.sallyport.core.keys.Signer;
import org.sallyport.core.keys.TlsKeys;
import org.sallyport.core.transparency.LogHeads;
import org.sallyport.core.transparency.LogRepository;
import org.sallyport.core.transparency.LogRepository.Key;

/** The key that signs tree heads and nothing else; it is no CA. Within the caller's transaction. */
@ApplicationScoped
public class LogKeys {
    private static final String CONTEXT = "log";

    private final LogRepository log;
    private final KeySealer sealer;
    private final Clock clock;

    /** For the container's proxy. */
    protected LogKeys() {
        this(null, null, null);
    }

    @Inject
    public LogKeys(LogRepository log, KeySealer sealer, Clock clock) {
        this.log = log;
        this.sealer = sealer;
        this.clock = clock;
    }

    /** Makes it when there is none; only under the log's lock, so that two servers do not both. */
    Signer signer() {
        Key key = log.signingKey().orElseGet(this::make);
        Secret pem = new Secret(new String(sealer.open(key.sealed(), CONTEXT), StandardCharsets.US_ASCII));
        return TlsKeys.signer(TlsKeys.parsePublic(key.publicPem()), TlsKeys.parsePrivate(pem));
    }

    private Key make() {
        KeyPair pair = TlsKeys.generate();
        byte[] pem = TlsKeys.privatePem(pair.getPrivate()).reveal().getBytes(StandardCharsets.US_ASCII);
        Key key = new Key(
                LogHeads.keyId(pair.getPublic()),
                TlsKeys.publicPem(pair.getPublic()),
                sealer.seal(pem, CONTEXT),
                clock.instant());
        log.insert(key);
        return key;
    }
}
