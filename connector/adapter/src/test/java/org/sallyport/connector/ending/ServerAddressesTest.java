package org.sallyport.connector.ending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

class ServerAddressesTest {
    /** What the DNS answers, one lookup after another. */
    private final Queue<List<String>> answers = new ArrayDeque<>();

    private boolean localAllowed;
    private final ServerAddresses addresses = new ServerAddresses(this::answer, () -> localAllowed);

    private InetAddress[] answer(String host) throws UnknownHostException {
        if (answers.isEmpty()) {
            throw new UnknownHostException(host);
        }
        List<String> literals = answers.remove();
        InetAddress[] all = new InetAddress[literals.size()];
        for (int i = 0; i < all.length; i++) {
            // as a resolver answers: with the name in it
            all[i] = InetAddress.getByAddress(
                    host, InetAddress.getByName(literals.get(i)).getAddress());
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.8.8",
                "::1",
                "0.0.0.0",
                "::",
                "169.254.169.254",
                "fe80::1",
                "224.0.0.1",
                "::127.0.0.1"
            })
    void aNameOfThisHostItsLinkOrNobodyIsRefused(String literal) {
        answers.add(List.of(literal));

        SallyportException refusal =
                catchThrowableOfType(SallyportException.class, () -> addresses.of("db1.internal", 22));

        assertThat(refusal.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(refusal.userMessage())
                .contains("db1.internal")
                .contains("sallyport.openssh.local=true")
                .as("nobody reads the DNS of the proxy in refusals")
                .doesNotContain(literal + "]");
        assertThat(refusal.details()).contains("db1.internal/");
    }

    @Test
    void itIsConnectedToWhatWasLookedAtAndNothingElse() throws UnknownHostException {
        answers.add(List.of("192.0.2.9"));
        answers.add(List.of("127.0.0.1"));

        InetSocketAddress address = addresses.of("db1.internal", 2022);

        assertThat(address.getHostString()).as("no name to look up again").isEqualTo("192.0.2.9");
        assertThat(address.getPort()).isEqualTo(2022);
        assertThat(answers).hasSize(1);
    }

    @Test
    void ofSeveralTheFirstThatIsAllowedIsTaken() throws UnknownHostException {
        answers.add(List.of("127.0.0.1", "2001:db8::7", "192.0.2.9"));

        assertThat(addresses.of("db1.internal", 22).getAddress()).isEqualTo(InetAddress.getByName("2001:db8::7"));
    }

    @Test
    void whereTheOperatorMeansThemTheyAreAllowed() throws UnknownHostException {
        localAllowed = true;
        answers.add(List.of("127.0.0.1"));

        assertThat(addresses.of("localhost", 22).getHostString()).isEqualTo("127.0.0.1");
    }

    @Test
    void anUnknownNameIsNoRefusal() {
        assertThatThrownBy(() -> addresses.of("nowhere", 22)).isInstanceOf(UnknownHostException.class);
    }
}
