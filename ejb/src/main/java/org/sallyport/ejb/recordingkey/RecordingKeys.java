package org.sallyport.ejb.recordingkey;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import javax.crypto.SecretKey;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.recording.RecordingKey;
import org.sallyport.core.keys.KeySealer;
import org.sallyport.core.keys.X25519Kem;
import org.sallyport.core.recording.RecordingDigest;
import org.sallyport.core.recording.RecordingKeyRepository;
import org.sallyport.core.recording.RecordingKeyRepository.StoredKey;
import org.sallyport.core.recording.SegmentReader;
import org.sallyport.ejb.transaction.Transactions;

/**
 * What recordings are sealed to. The first server to look for a key makes it; the private half is opened only for as long
 * as a segment's key takes.
 */
@ApplicationScoped
public class RecordingKeys implements SegmentReader.Keys {
    private static final int ID_LENGTH = 16;

    private final RecordingKeyRepository repository;
    private final KeySealer sealer;
    private final Transactions transactions;
    private final Clock clock;
    private volatile List<StoredKey> known = List.of();

    /** For the container's proxy. */
    protected RecordingKeys() {
        this(null, null, null, null);
    }

    @Inject
    public RecordingKeys(RecordingKeyRepository repository, KeySealer sealer, Transactions transactions, Clock clock) {
        this.repository = repository;
        this.sealer = sealer;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What agents are to seal to; made when there is none yet. From memory once it is known. */
    public RecordingKey current() {
        List<StoredKey> keys = known;
        return (keys.isEmpty() ? load() : keys).getFirst().key();
    }

    @Override
    public SecretKey open(String keyId, byte[] encapsulation) {
        StoredKey key = find(keyId, known);
        if (key == null) {
            // another server may have made it since
            key = find(keyId, load());
        }
        if (key == null) {
            throw new SallyportException(
                    ErrorCode.NOT_FOUND,
                    "Auth Service: there is no recording key " + keyId
                            + "; what was sealed to it can be read again when it is back from a backup of the store");
        }
        byte[] privateKey = sealer.open(key.sealedPrivate(), context(keyId));
        return X25519Kem.decapsulate(privateKey, encapsulation);
    }

    private static StoredKey find(String keyId, List<StoredKey> keys) {
        return keys.stream()
                .filter(key -> key.key().id().equals(keyId))
                .findFirst()
                .orElse(null);
    }

    private List<StoredKey> load() {
        List<StoredKey> stored = transactions.required(repository::all);
        if (stored.isEmpty()) {
            make();
            stored = transactions.required(repository::all);
        }
        known = stored;
        return stored;
    }

    private void make() {
        X25519Kem.Pair pair = X25519Kem.generate();
        String id = RecordingDigest.of(pair.publicKey()).substring(0, ID_LENGTH);
        StoredKey key = new StoredKey(
                new RecordingKey(id, pair.publicKey()),
                1,
                sealer.seal(pair.privateKey(), context(id)),
                clock.instant());
        try {
            transactions.separate(() -> {
                repository.insert(key);
                return key;
            });
        } catch (SallyportException taken) {
            if (taken.code() != ErrorCode.ALREADY_EXISTS) {
                throw taken;
            }
            // of several servers that start at once one is first; all go on with its key
        }
    }

    private static String context(String id) {
        return "recording-key/" + id;
    }
}
