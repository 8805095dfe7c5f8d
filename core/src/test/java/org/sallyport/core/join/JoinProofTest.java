package org.sallyport.core.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.rest.JoinRequest;
import org.sallyport.core.keys.SshKeys;

class JoinProofTest {
    private final KeyPair key = SshKeys.generate();

    private static JoinRequest request(String token, List<ServiceType> services, String proof) {
        return new JoinRequest(token, "id", "web1", services, "hk", "tk", "pem\nlines\n", "cert", proof);
    }

    @Test
    void messageIsAsDocumented() {
        assertThat(new String(
                        JoinProof.message(request("t", List.of(ServiceType.SSH, ServiceType.DB), null)),
                        StandardCharsets.UTF_8))
                .isEqualTo("sallyport-join-v1\nt\nid\nhk\ntk\npem\nlines\n\ndb,ssh\n");
    }

    @Test
    void proofHoldsForTheRequestAndTheKey() {
        List<ServiceType> ssh = List.of(ServiceType.SSH);
        String proof = JoinProof.sign(request("t", ssh, null), key);
        assertThat(JoinProof.verify(request("t", ssh, proof), key.getPublic())).isTrue();
        assertThat(JoinProof.verify(request("u", ssh, proof), key.getPublic())).isFalse();
        assertThat(JoinProof.verify(request("t", List.of(ServiceType.DB), proof), key.getPublic()))
                .isFalse();
        assertThat(JoinProof.verify(request("t", ssh, proof), SshKeys.generate().getPublic()))
                .isFalse();
        assertThat(JoinProof.verify(request("t", ssh, null), key.getPublic())).isFalse();
        assertThat(JoinProof.verify(request("t", ssh, "!!"), key.getPublic())).isFalse();
    }

    @Test
    void lineBreaksThatWouldMoveFieldsAreRefused() {
        assertThatThrownBy(() -> JoinProof.message(request("t\nid", List.of(ServiceType.SSH), null)))
                .hasMessageContaining("line breaks");
    }
}
