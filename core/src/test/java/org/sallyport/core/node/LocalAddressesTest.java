package org.sallyport.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalAddressesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.0.9",
                "0.0.0.0",
                "169.254.169.254",
                "224.0.0.1",
                "239.1.2.3",
                "::1",
                "::",
                "0:0:0:0:0:0:0:1",
                "fe80::1",
                "febf::1",
                "ff02::1",
                "::ffff:127.0.0.1",
                "::ffff:a9fe:a9fe",
                "::127.0.0.1"
            })
    void noHostIsThere(String address) throws UnknownHostException {
        assertThat(LocalAddresses.isLocal(address)).isTrue();
        assertThat(LocalAddresses.isLocal(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "10.0.0.1", "2001:db8::1", "fd00::1", "::ffff:192.0.2.1"})
    void hostsMayBeThere(String address) throws UnknownHostException {
        assertThat(LocalAddresses.isLocal(address)).isFalse();
        assertThat(LocalAddresses.isLocal(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "db1.example.org", "loopback.example.org"})
    void namesAreNotLookedUpHere(String name) {
        assertThat(LocalAddresses.isLocal(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1:2:3", "::1.2.3.4.5", "300.1.1.1"})
    void whatOnlyLooksLikeAnAddressIsNoName(String text) {
        assertThat(LocalAddresses.isLocal(text)).isTrue();
    }
}
