package org.sallyport.core.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WebAuthnSiteTest {
    @Test
    void siteIsTheHostAndItsOrigin() {
        assertThat(WebAuthnSite.of("Access.Example.org:8443"))
                .contains(new WebAuthnSite("access.example.org", "https://access.example.org:8443"));
        assertThat(WebAuthnSite.of("access.example.org:443"))
                .contains(new WebAuthnSite("access.example.org", "https://access.example.org"));
        assertThat(WebAuthnSite.of("localhost:8443")).isPresent();
    }

    @Test
    void addressIsNoSite() {
        assertThat(WebAuthnSite.of("192.0.2.7:8443")).isEmpty();
        assertThat(WebAuthnSite.of("[2001:db8::1]:443")).isEmpty();
    }
}
