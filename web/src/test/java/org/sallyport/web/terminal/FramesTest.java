package org.sallyport.web.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.MfaAnswer;
import org.sallyport.api.session.SessionMode;
import org.sallyport.core.connector.ShellReceiver;
import org.sallyport.core.terminal.JoinWish;
import org.sallyport.web.terminal.Frames.Asked;

class FramesTest {
    private static final String SESSION = "5f0c3c1e-4d21-4a53-9f0a-3f6b6f1d2c55";

    @Test
    void whatABrowserAsksForIsRead() {
        assertThat(Frames.parse("{\"type\":\"open\",\"node\":\"web1\",\"login\":\"root\",\"columns\":80,\"rows\":24}"))
                .isEqualTo(new Asked.Open("web1", "root", 80, 24, MfaAnswer.NONE));
        assertThat(Frames.parse("{\"type\":\"open\",\"node\":\"web1\",\"login\":\"root\",\"columns\":80,\"rows\":24,"
                        + "\"mfa\":{\"totp\":\"123456\"}}"))
                .isEqualTo(new Asked.Open("web1", "root", 80, 24, MfaAnswer.totp("123456")));
        assertThat(Frames.parse("{\"type\":\"open\",\"node\":\"web1\",\"columns\":80,\"rows\":24,"
                        + "\"join\":{\"session\":\"%s\",\"mode\":\"peer\"}}".formatted(SESSION)))
                .isEqualTo(new Asked.Open(
                        "web1",
                        "sallyport:join",
                        80,
                        24,
                        MfaAnswer.NONE,
                        Optional.of(new JoinWish(SESSION, SessionMode.PEER))));
        assertThat(Frames.parse("{\"type\":\"resize\",\"columns\":132,\"rows\":50}"))
                .isEqualTo(new Asked.Resize(132, 50));
        assertThat(Frames.parse("{\"type\":\"signal\",\"name\":\"INT\"}")).isEqualTo(new Asked.Signal("INT"));
        assertThat(Frames.parse("{\"type\":\"taken\",\"bytes\":4096}")).isEqualTo(new Asked.Taken(4096));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{\"type\":\"shutdown\"}",
                "{\"type\":\"open\",\"login\":\"root\",\"columns\":80,\"rows\":24}",
                "{\"type\":\"open\",\"node\":\"a\\nb\",\"login\":\"root\",\"columns\":80,\"rows\":24}",
                "{\"type\":\"resize\",\"columns\":10000,\"rows\":24}",
                "{\"type\":\"resize\",\"columns\":0,\"rows\":24}",
                "{\"type\":\"resize\",\"columns\":\"80\",\"rows\":24}",
                "{\"type\":\"taken\",\"bytes\":-1}",
                "{\"type\":\"taken\",\"bytes\":99999999}",
                "{\"type\":\"open\",\"node\":\"a\",\"login\":\"root\",\"columns\":80,\"rows\":24,\"mfa\":7}",
                "{\"type\":\"open\",\"node\":\"a\",\"login\":\"sallyport:join\",\"columns\":80,\"rows\":24}",
                "{\"type\":\"open\",\"node\":\"a\",\"columns\":80,\"rows\":24,\"join\":7}",
                "{\"type\":\"open\",\"node\":\"a\",\"columns\":80,\"rows\":24,\"join\":{\"session\":\"x; id\","
                        + "\"mode\":\"peer\"}}",
                "{\"type\":\"open\",\"node\":\"a\",\"columns\":80,\"rows\":24,\"join\":{\"session\":\"" + SESSION
                        + "\",\"mode\":\"root\"}}",
                "{\"type\":\"open\",\"node\":\"a\",\"login\":\"root\",\"columns\":80,\"rows\":24,\"join\":{\"session\":\""
                        + SESSION + "\",\"mode\":\"peer\"}}"
            })
    void whatIsMalformedIsRefused(String frame) {
        assertThatThrownBy(() -> Frames.parse(frame))
                .isInstanceOfSatisfying(
                        SallyportException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }

    @Test
    void whatTheServerSaysIsWritten() {
        assertThat(Frames.opened("web1", "h1")).isEqualTo("{\"type\":\"opened\",\"node\":\"web1\",\"host_id\":\"h1\"}");
        assertThat(Frames.ended(new ShellReceiver.End(OptionalInt.of(7), Optional.empty())))
                .isEqualTo("{\"type\":\"exit\",\"status\":7}");
        assertThat(Frames.ended(new ShellReceiver.End(OptionalInt.empty(), Optional.of("KILL"))))
                .isEqualTo("{\"type\":\"exit\",\"signal\":\"KILL\"}");
        assertThat(Frames.problem(new SallyportException(ErrorCode.LOCKED, "Proxy Service: locked; ask"), ""))
                .contains("\"type\":\"problem\"", "\"title\":\"LOCKED\"", "Proxy Service: locked; ask");
    }

    @Test
    void onlyTheConsolesOwnPagesMayOpenTerminals() {
        OwnOrigin.require("https://access.example:8443", "Access.example:8443");
        OwnOrigin.require("https://access.example", "access.example:443");
        for (String origin : new String[] {
            null, "null", "https://evil.example", "http://access.example", "https://access.example:8443"
        }) {
            assertThatThrownBy(() -> OwnOrigin.require(origin, "access.example:443"))
                    .hasMessageContaining("only pages of https://access.example ");
        }
    }
}
