package org.sallyport.ejb.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.resource.Resource;
import org.sallyport.core.identity.Trust;
import org.sallyport.ejb.fixture.AuthServer;

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
    void serverInfoHasAPinOfTheHostCa() {
        assertThat(server.cluster.info().caPins()).singleElement().asString().matches("sha256:[0-9a-f]{64}");
    }
}
