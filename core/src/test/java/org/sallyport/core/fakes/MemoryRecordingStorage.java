package org.sallyport.core.fakes;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.recording.RecordingStorage;

/** {@link RecordingStorage} in memory, for others to spoil. */
public final class MemoryRecordingStorage implements RecordingStorage {
    public final Map<String, byte[]> objects = new TreeMap<>();
    public boolean away;

    @Override
    public synchronized void put(String key, byte[] content) {
        answer();
        objects.put(key, content.clone());
    }

    @Override
    public synchronized Optional<byte[]> get(String key) {
        answer();
        return Optional.ofNullable(objects.get(key)).map(byte[]::clone);
    }

    @Override
    public synchronized void delete(String key) {
        answer();
        objects.remove(key);
    }

    private void answer() {
        if (away) {
            throw new SallyportException(ErrorCode.STORE_UNAVAILABLE, "recording storage: it does not answer");
        }
    }
}
