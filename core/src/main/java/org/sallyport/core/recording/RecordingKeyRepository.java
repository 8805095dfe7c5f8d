package org.sallyport.core.recording;

import java.time.Instant;
import java.util.List;
import org.sallyport.api.recording.RecordingKey;

/** The recording keys; old ones stay, for what was sealed to them. Joins the caller's transaction. */
public interface RecordingKeyRepository {
    /**
     * @param generation from 1; that of the highest is in use
     * @param sealedPrivate PKCS #8, sealed by {@link org.sallyport.core.keys.KeySealer} for {@code recording-key/<id>}
     */
    record StoredKey(RecordingKey key, int generation, byte[] sealedPrivate, Instant created) {
        public StoredKey {
            sealedPrivate = sealedPrivate.clone();
        }

        @Override
        public byte[] sealedPrivate() {
            return sealedPrivate.clone();
        }
    }

    /** Newest first. */
    List<StoredKey> all();

    /**
     * @throws org.sallyport.api.error.SallyportException ALREADY_EXISTS when another server made that generation first;
     *     the transaction can only be rolled back then
     */
    void insert(StoredKey key);
}
