package org.sallyport.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.sallyport.core.recording.RecordingService;
import org.sallyport.core.recording.RecordingStorage;

/** What every {@link RecordingStorage} does. Each test starts without objects. */
public abstract class RecordingStorageContract {
    protected static final String KEY = "ab/ab000000-0000-4000-8000-000000000001/0.seg";

    protected abstract RecordingStorage storage();

    @Test
    void objectsAreGivenBackByteByByte() {
        byte[] largest = new byte[RecordingService.MOST_BYTES];
        for (int i = 0; i < largest.length; i++) {
            largest[i] = (byte) (i * 31);
        }
        storage().put(KEY, largest);
        storage().put("ab/other/1.seg", new byte[] {1});
        assertThat(storage().get(KEY).orElseThrow()).isEqualTo(largest);
        assertThat(storage().get("ab/other/1.seg").orElseThrow()).containsExactly(1);
    }

    @Test
    void whatIsNotThereIsNotFoundAndCanBeDeleted() {
        assertThat(storage().get(KEY)).isEmpty();
        storage().delete(KEY);
        storage().put(KEY, new byte[] {1});
        storage().delete(KEY);
        assertThat(storage().get(KEY)).isEmpty();
    }

    @Test
    void aSecondPutReplaces() {
        storage().put(KEY, new byte[100]);
        byte[] second = new byte[10];
        Arrays.fill(second, (byte) 3);
        storage().put(KEY, second);
        assertThat(storage().get(KEY).orElseThrow()).isEqualTo(second);
    }
}
