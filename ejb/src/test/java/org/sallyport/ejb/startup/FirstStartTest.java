package org.sallyport.ejb.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.Resource;
import org.sallyport.core.cluster.CaRepository.StoredCa;
import org.sallyport.core.identity.Trust;
import org.sallyport.ejb.fixture.AuthServer;
import org.sallyport.ejb.fixture.Refused;

class FirstStartTest {
    private final AuthServer server = new AuthServer();

    @Test
    void emptyStoreBecomesACluster() {
        Trust trust = server.trust.trust();
        assertThat(trust.clusterId()).isNotEmpty();
        assertThat(trust.authorities())
                .extracting(authority -> authority.type())
                .containsExactlyInAnyOrder(CaType.USER, CaType.HOST);
        assertThat(server.directory.roles()).extracting(Resource::name).contains("access", "auditor", "editor");
        assertThat(server.directory.clusterConfig().clusterName()).isEqualTo("east");
        assertThat(server.admin().roles()).contains("editor");
        assertThat(server.audit.of("cluster.init")).extracting(AuditEvent::user).containsExactly("system");
    }

    @Test
    void secondStartChangesNothing() {
        List<AuditEvent> before = server.audit.all();
        assertThat(server.transactions.separate(server.firstStart::makeCluster)).isFalse();
        assertThat(server.audit.all()).isEqualTo(before);
    }

    @Test
    void aClusterOfAnEarlierVersionGetsTheCaThatItLacksOnce() {
        assertThat(server.transactions.separate(() -> server.firstStart.completeCluster("east")))
                .as("a new cluster has all")
                .isFalse();
        StoredCa lost = server.transactions.required(server.caRepository::findAll).stream()
                .filter(ca -> ca.type() == CaType.OPENSSH)
                .findFirst()
                .orElseThrow();
        List<StoredCa> others = server.transactions.required(server.caRepository::findAll).stream()
                .filter(ca -> ca.type() != CaType.OPENSSH)
                .toList();
        server.caRepository.forget(CaType.OPENSSH);
        server.trust.refresh();
        SallyportException missing = Refused.with(ErrorCode.STORE_UNAVAILABLE, server.cluster::opensshAuthority);
        assertThat(missing.userMessage()).contains("not loaded yet");

        assertThat(server.transactions.separate(() -> server.firstStart.completeCluster("east")))
                .isTrue();
        server.trust.refresh();
        assertThat(server.cluster.opensshAuthority().sshPublicKeys()).hasSize(1);
        List<StoredCa> now = server.transactions.required(server.caRepository::findAll);
        assertThat(now).hasSize(others.size() + 1).doesNotContain(lost);
        assertThat(now.stream().filter(ca -> ca.type() != CaType.OPENSSH).map(StoredCa::publicDocument))
                .as("the others stay as they are")
                .containsExactlyInAnyOrderElementsOf(
                        others.stream().map(StoredCa::publicDocument).toList());
        assertThat(server.audit.of("cluster.init").getLast().message()).contains("openssh CA made");
        assertThat(server.transactions.separate(() -> server.firstStart.completeCluster("east")))
                .isFalse();
    }

    @Test
    void theOpensshCaIsNobodysToTrustButStockSshds() {
        assertThat(server.cluster.authorities()).extracting(Authority::type).doesNotContain(CaType.OPENSSH);
        assertThat(server.cluster.opensshAuthority().type()).isEqualTo(CaType.OPENSSH);
    }

    @Test
    void serverInfoHasAPinOfTheHostCa() {
        assertThat(server.cluster.info().caPins()).singleElement().asString().matches("sha256:[0-9a-f]{64}");
    }
}
