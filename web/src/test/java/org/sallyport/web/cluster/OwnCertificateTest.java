package org.sallyport.web.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletRequest;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.SallyportException;

class OwnCertificateTest {
    private final List<InetSocketAddress> asked = new ArrayList<>();
    private final AtomicLong now = new AtomicLong();
    private final OwnCertificate own = new OwnCertificate(
            address -> {
                asked.add(address);
                return new byte[] {(byte) asked.size()};
            },
            now::get);

    @Test
    void listenerOfTheRequestIsAskedOncePerMinute() {
        ServletRequest request = request(true, "127.0.0.1", 8443);
        assertThat(own.leaf(request)).containsExactly(1);
        now.addAndGet(Duration.ofSeconds(59).toNanos());
        assertThat(own.leaf(request)).containsExactly(1);
        now.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(own.leaf(request)).containsExactly(2);
        assertThat(asked).containsOnly(new InetSocketAddress("127.0.0.1", 8443));
    }

    @Test
    void otherListenersHaveTheirOwnCertificate() {
        own.leaf(request(true, "127.0.0.1", 8443));
        own.leaf(request(true, "127.0.0.1", 9443));
        assertThat(asked).extracting(InetSocketAddress::getPort).containsExactly(8443, 9443);
    }

    @Test
    void requestWithoutTlsIsToldOfTheHttpsPort() {
        own.leaf(request(false, "127.0.0.1", 8080));
        assertThat(asked).extracting(InetSocketAddress::getPort).containsExactly(8443);
    }

    @Test
    void failedHandshakeIsSaidAndNotRemembered() {
        List<String> attempts = new ArrayList<>();
        OwnCertificate failing = new OwnCertificate(
                address -> {
                    attempts.add(address.toString());
                    throw new IOException("refused");
                },
                now::get);
        ServletRequest request = request(true, "127.0.0.1", 8443);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> failing.leaf(request))
                    .isInstanceOf(SallyportException.class)
                    .hasMessageContaining("8443");
        }
        assertThat(attempts).hasSize(2);
    }

    private static ServletRequest request(boolean secure, String address, int port) {
        Map<String, Object> answers = Map.of("isSecure", secure, "getLocalAddr", address, "getLocalPort", port);
        return (ServletRequest) Proxy.newProxyInstance(
                ServletRequest.class.getClassLoader(),
                new Class<?>[] {ServletRequest.class},
                (proxy, method, arguments) -> answers.get(method.getName()));
    }
}
