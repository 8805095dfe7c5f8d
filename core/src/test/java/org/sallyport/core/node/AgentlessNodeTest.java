package org.sallyport.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class AgentlessNodeTest {
    private static final String CLUSTER = "0b1f9a52-2f5e-4f2c-8a55-7f6a8f0f3d10";

    /** Recordings and audit events name it: it must stay what it is, whatever becomes of the code. */
    @Test
    void hostIdsFollowFromClusterAndNameForEver() {
        assertThat(AgentlessNode.hostId(CLUSTER, "db1")).isEqualTo("ffd5bd33-4ff5-8e34-8bfa-25eb4bd182ab");
        assertThat(AgentlessNode.hostId(CLUSTER, "DB1")).isEqualTo(AgentlessNode.hostId(CLUSTER, "db1"));
        assertThat(AgentlessNode.hostId(CLUSTER, "db2")).isNotEqualTo(AgentlessNode.hostId(CLUSTER, "db1"));
        assertThat(AgentlessNode.hostId(UUID.randomUUID().toString(), "db1"))
                .isNotEqualTo(AgentlessNode.hostId(CLUSTER, "db1"));
    }

    @Test
    void theyAreUuidsOfASortThatNoAgentHas() {
        for (int i = 0; i < 100; i++) {
            UUID id = UUID.fromString(AgentlessNode.hostId(CLUSTER, "node" + i));
            assertThat(id.version()).isEqualTo(8);
            assertThat(id.variant()).isEqualTo(2);
        }
    }
}
