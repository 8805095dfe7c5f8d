package org.sallyport.core.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpProxyTest {
    private static final ClusterAddress TARGET = new ClusterAddress("sp.example.org", 8443);

    @Test
    void isReadFromTheEnvironmentInEitherCase() {
        assertThat(HttpProxy.of(Map.of(), TARGET)).isEmpty();
        assertThat(HttpProxy.of(Map.of("HTTPS_PROXY", "http://p.example.org:3128"), TARGET))
                .hasValueSatisfying(proxy -> assertThat(proxy).hasToString("p.example.org:3128"));
        assertThat(HttpProxy.of(Map.of("https_proxy", "p.example.org:3128"), TARGET))
                .hasValueSatisfying(proxy -> assertThat(proxy).hasToString("p.example.org:3128"));
        assertThat(HttpProxy.of(Map.of("HTTPS_PROXY", "http://[2001:db8::1]"), TARGET))
                .hasValueSatisfying(proxy -> assertThat(proxy.host()).isEqualTo("2001:db8::1"));
    }

    @ParameterizedTest
    @CsvSource({
        "sp.example.org, true",
        "example.org, true",
        ".example.org, true",
        "*.example.org, true",
        "SP.Example.org:8443, true",
        "*, true",
        "'localhost, example.org', true",
        "ample.org, false",
        "sp.example.org:443, false",
        "other.example.org, false",
        "'', false"
    })
    void noProxyExcludes(String list, boolean excluded) {
        Map<String, String> environment = Map.of("HTTPS_PROXY", "http://p.example.org:3128", "NO_PROXY", list);
        assertThat(HttpProxy.of(environment, TARGET).isEmpty()).isEqualTo(excluded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks5://p.example.org", "http://jo:hush@", "http://a b", "http://"})
    void anythingElseIsRefusedWithoutShowingIt(String value) {
        assertThatThrownBy(() -> HttpProxy.of(Map.of("HTTPS_PROXY", value), TARGET))
                .hasMessageContaining("HTTPS_PROXY")
                .message()
                .doesNotContain("hush");
    }
}
