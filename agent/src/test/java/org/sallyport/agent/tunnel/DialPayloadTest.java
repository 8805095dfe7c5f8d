package org.sallyport.agent.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.SallyportException;

class DialPayloadTest {
    private static ByteArrayBuffer payload(String caller) {
        ByteArrayBuffer buffer = new ByteArrayBuffer();
        buffer.putUInt(1);
        buffer.putString("ssh");
        buffer.putString("node-1");
        buffer.putString(caller);
        buffer.putString("192.0.2.7");
        buffer.putString("0123");
        return buffer;
    }

    @Test
    void resumableWhenTheProxySaysSoAndNotWhenItIsTooOldTo() {
        ByteArrayBuffer asked = payload("jo");
        asked.putBoolean(true);
        asked.putString("of a later version");
        assertThat(DialPayload.read(asked).resumable()).isTrue();

        ByteArrayBuffer declined = payload("jo");
        declined.putBoolean(false);
        assertThat(DialPayload.read(declined).resumable()).isFalse();

        assertThat(DialPayload.read(payload("jo")).resumable()).isFalse();
    }

    @Test
    void textThatCouldForgeALogLineIsRefused() {
        assertThat(DialPayload.read(payload("jo")).caller()).isEqualTo("jo");
        assertThatThrownBy(() -> DialPayload.read(payload("jo\nroot"))).isInstanceOf(SallyportException.class);
        assertThatThrownBy(() -> DialPayload.read(payload("x".repeat(257)))).isInstanceOf(SallyportException.class);
    }

    @Test
    void whateverArrivesIsReadOrRefused() {
        byte[] good = payload("jo").getCompactData();
        Random random = new Random(2);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = java.util.Arrays.copyOf(good, random.nextInt(good.length + 4));
            for (int edits = random.nextInt(4); edits > 0 && bytes.length > 0; edits--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                DialPayload.read(new ByteArrayBuffer(bytes));
            } catch (SallyportException e) {
                assertThat(e.userMessage()).startsWith("agent: ");
            }
        }
    }
}
