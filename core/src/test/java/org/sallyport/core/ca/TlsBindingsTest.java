package org.sallyport.core.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.TlsBinding;
import org.sallyport.core.StockTool;
import org.sallyport.core.keys.TlsKeys;

class TlsBindingsTest {
    private static final String NONCE = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP0";
    private static final byte[] LEAF = {1, 2, 3};

    private final CaFixture cluster = new CaFixture();
    private final Authority host = cluster.host.authority();
    private final TlsBinding binding = sign(cluster.host);

    private TlsBinding sign(CaKeys ca) {
        String chain = TlsKeys.chainPem(List.of(ca.sign(cluster.serverTemplate())));
        return TlsBindings.sign(NONCE, LEAF, chain, cluster.tls.getPrivate());
    }

    @Test
    void bindingHoldsForThisNonceAndThisConnectionOnly() {
        TlsBindings.verify(binding, NONCE, LEAF, host, cluster.clock);
        assertUntrusted(() -> TlsBindings.verify(binding, NONCE, new byte[] {9}, host, cluster.clock));
        assertUntrusted(() -> TlsBindings.verify(binding, NONCE.replace('a', 'b'), LEAF, host, cluster.clock));
        assertUntrusted(() -> TlsBindings.verify(null, NONCE, LEAF, host, cluster.clock));
        TlsBinding garbage = new TlsBinding(binding.chain(), binding.certificateSha256(), "%%");
        assertUntrusted(() -> TlsBindings.verify(garbage, NONCE, LEAF, host, cluster.clock));
    }

    @Test
    void certificateThatIsNotTheServersBindsNothing() {
        String agentChain = TlsKeys.chainPem(List.of(cluster.host.sign(cluster.agentTemplate())));
        TlsBinding byAgent = TlsBindings.sign(NONCE, LEAF, agentChain, cluster.tls.getPrivate());
        assertThatThrownBy(() -> TlsBindings.verify(byAgent, NONCE, LEAF, host, cluster.clock))
                .isInstanceOfSatisfying(SallyportException.class, e -> assertThat(e.code())
                        .isEqualTo(ErrorCode.CERTIFICATE_WRONG_TYPE));
    }

    @Test
    void realCaListedBesideAnImpostorsDoesNotHelpTheImpostor() {
        CaKeys impostor = CaKeys.generate(CaType.HOST, "test", cluster.clock);
        List<String> both = new ArrayList<>(host.x509Certificates());
        both.addAll(impostor.authority().x509Certificates());
        Authority claimed = new Authority(CaType.HOST, List.of(), both);
        String pin = CaPins.of(host).getFirst();

        Authority pinned = CaPins.require(claimed, pin);
        assertThat(pinned.x509Certificates()).isEqualTo(host.x509Certificates());
        assertUntrusted(() -> TlsBindings.verify(sign(impostor), NONCE, LEAF, pinned, cluster.clock));
        TlsBindings.verify(binding, NONCE, LEAF, pinned, cluster.clock);
    }

    @Test
    void pinIsWhatOpensslComputes() throws Exception {
        String pem = host.x509Certificates().getFirst();
        String digest = StockTool.run(
                        "sh",
                        "-c",
                        "printf '%s' \"$0\" | openssl x509 -noout -pubkey | openssl pkey -pubin -outform DER"
                                + " | openssl sha256 -r",
                        pem)
                .output();
        assertThat(CaPins.of(host)).containsExactly("sha256:" + digest.split(" ")[0]);
    }

    @Test
    void otherPinIsAMismatchAndAMalformedOneAConfigurationError() {
        assertThatThrownBy(() -> CaPins.require(host, "sha256:" + "0".repeat(64)))
                .isInstanceOfSatisfying(
                        SallyportException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CA_PIN_MISMATCH));
        assertThatThrownBy(() -> CaPins.require(host, "sha1:00"))
                .isInstanceOfSatisfying(
                        SallyportException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIG));
        assertThatThrownBy(() -> CaPins.require(
                        cluster.user.authority(),
                        CaPins.of(cluster.user.authority()).getFirst()))
                .isInstanceOfSatisfying(SallyportException.class, e -> assertThat(e.code())
                        .isEqualTo(ErrorCode.CERTIFICATE_WRONG_TYPE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "abcdefghijklmnopqrstuvwxyz\nABCDEFGHIJKLM"})
    void noncesOfAnotherFormAreNotSigned(String nonce) {
        assertThatThrownBy(() -> TlsBindings.sign(nonce, LEAF, binding.chain(), cluster.tls.getPrivate()))
                .isInstanceOfSatisfying(
                        SallyportException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }

    private static void assertUntrusted(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(SallyportException.class, e -> assertThat(e.code())
                .isEqualTo(ErrorCode.CERTIFICATE_UNTRUSTED));
    }
}
