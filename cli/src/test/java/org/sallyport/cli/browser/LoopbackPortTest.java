package org.sallyport.cli.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

class LoopbackPortTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void takesTheCodeOfWhoKnowsTheState() throws Exception {
        try (LoopbackPort port = LoopbackPort.open("right")) {
            assertThat(port.redirectUri()).matches("http://127\\.0\\.0\\.1:\\d+/callback");
            assertThat(get(port.redirectUri() + "?code=stolen&state=wrong").statusCode())
                    .isEqualTo(400);
            assertThat(get(port.redirectUri() + "?code=stolen").statusCode()).isEqualTo(400);
            HttpResponse<String> page = get(port.redirectUri() + "?code=good&state=right");

            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("Done").doesNotContain("good");
            assertThat(port.await(LIMIT)).isEqualTo("good");
        }
    }

    @Test
    void refusalInTheBrowserEndsTheWait() throws Exception {
        try (LoopbackPort port = LoopbackPort.open("right")) {
            get(port.redirectUri() + "?error=access_denied&state=right");
            SallyportException refusal = catchThrowableOfType(SallyportException.class, () -> port.await(LIMIT));

            assertThat(refusal.code()).isEqualTo(ErrorCode.LOGIN_DENIED);
        }
    }

    @Test
    void waitEnds() {
        try (LoopbackPort port = LoopbackPort.open("right")) {
            SallyportException refusal =
                    catchThrowableOfType(SallyportException.class, () -> port.await(Duration.ofMillis(1)));

            assertThat(refusal.code()).isEqualTo(ErrorCode.LOGIN_REQUEST_INVALID);
        }
    }

    @Test
    void aTerminalWithoutADisplayHasNoBrowser() {
        assertThat(new Browser(Map.of(), "linux").isLikely()).isFalse();
        assertThat(new Browser(Map.of("DISPLAY", ":0"), "linux").isLikely()).isTrue();
        assertThat(new Browser(Map.of("WAYLAND_DISPLAY", "wayland-0"), "linux").isLikely())
                .isTrue();
        assertThat(new Browser(Map.of(), "mac os x").isLikely()).isTrue();
        assertThat(new Browser(Map.of("SSH_CONNECTION", "x"), "mac os x").isLikely())
                .isFalse();
    }

    private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
