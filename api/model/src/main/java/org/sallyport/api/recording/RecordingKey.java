package org.sallyport.api.recording;

import static java.util.Objects.requireNonNull;

/**
 * What recordings are sealed to: only the Auth Service has the other half, so whoever writes them cannot read them.
 *
 * @param id names the key: the first 16 hexadecimal digits of the SHA-256 of its encoding
 * @param publicKey X25519, X.509 SubjectPublicKeyInfo; base64 in JSON
 */
public record RecordingKey(String id, byte[] publicKey) {
    public RecordingKey {
        if (id == null || !id.matches("[0-9a-f]{16}")) {
            throw new IllegalArgumentException("a recording key's id has 16 hexadecimal digits");
        }
        publicKey = requireNonNull(publicKey, "publicKey").clone();
    }

    @Override
    public byte[] publicKey() {
        return publicKey.clone();
    }
}
