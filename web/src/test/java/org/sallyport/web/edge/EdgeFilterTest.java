package org.sallyport.web.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EdgeFilterTest {
    @Test
    void answersOfTheApiAreNeverStored() {
        assertThat(EdgeFilter.cacheControl("/api/v1/whoami")).isEqualTo("no-store");
        assertThat(EdgeFilter.cacheControl("/api")).isEqualTo("no-store");
    }

    @Test
    void assetsAreKeptAndThePageThatNamesThemIsNot() {
        assertThat(EdgeFilter.cacheControl("/assets/index-B1x.js")).contains("immutable");
        assertThat(EdgeFilter.cacheControl("/index.html")).isEqualTo("no-cache");
        assertThat(EdgeFilter.cacheControl("/")).isEqualTo("no-cache");
        assertThat(EdgeFilter.cacheControl("/ui")).isEqualTo("no-cache");
    }

    @Test
    void nothingInlineAndNothingForeignRuns() {
        assertThat(EdgeFilter.CONTENT_SECURITY_POLICY)
                .contains("default-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe-inline", "unsafe-eval", "*");
    }
}
