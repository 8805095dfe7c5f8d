package org.sallyport.core.recording;

import java.util.Optional;

/**
 * Where segments' bytes are: objects by key, sealed before they get here. Keys have letters, digits, {@code -}, {@code .}
 * and {@code /}, and are relative. Every method fails with STORE_UNAVAILABLE, saying what to do, when the storage does
 * not answer or refuses.
 */
public interface RecordingStorage {
    /** Whole and durable when this returns, not there at all when it fails; replaces what is there. */
    void put(String key, byte[] content);

    /** Empty when there is no such object. */
    Optional<byte[]> get(String key);

    /** Nothing when there is no such object. */
    void delete(String key);
}
