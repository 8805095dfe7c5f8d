package org.sallyport.agent.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.agent.config.LabelCommand;
import org.sallyport.agent.config.SshServiceConfig;

@Timeout(60)
class NodeLabelsTest {
    private final CommandRunner runner = new CommandRunner(Duration.ofMillis(500));

    private static LabelCommand command(String name, String script) {
        return new LabelCommand(name, List.of("/bin/sh", "-c", script), Duration.ofSeconds(1));
    }

    @Test
    void aLabelIsTheFirstLineTrimmedAndCut() throws Exception {
        assertThat(runner.run(List.of("printf", "  a b \\nsecond"))).isEqualTo("a b");
        assertThat(runner.run(List.of("sh", "-c", "head -c 1000 /dev/zero | tr '\\0' x")))
                .hasSize(256);
        assertThat(runner.run(List.of("true"))).isEmpty();
    }

    @Test
    void failuresAreToldApart() {
        assertThatThrownBy(() -> runner.run(List.of("sh", "-c", "exit 3")))
                .isInstanceOf(IOException.class)
                .hasMessage("exit code 3");
        assertThatThrownBy(() -> runner.run(List.of("/no/such/program"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> runner.run(List.of("sh", "-c", "cat /dev/zero")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("output is longer");
    }

    @Test
    void aCommandThatHangsIsKilledWithItsChildren() {
        assertThatThrownBy(() -> runner.run(List.of("sh", "-c", "sleep 300; true")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("took longer");
    }

    @Test
    void aFailingCommandKeepsItsLastValueAndOneThatNeverWorkedHasNone(@TempDir Path directory) throws Exception {
        Path flag = directory.resolve("flag");
        Files.writeString(flag, "up");
        SshServiceConfig config = new SshServiceConfig(
                true,
                Map.of("env", "prod"),
                List.of(command("state", "cat " + flag), command("never", "exit 1")),
                List.of());
        try (NodeLabels labels = new NodeLabels(config)) {
            labels.start();
            labels.awaitFirstRound();
            assertThat(labels.labels()).isEqualTo(Map.of("env", "prod", "state", "up"));

            Files.writeString(flag, "changed");
            while (!"changed".equals(labels.labels().get("state"))) {
                Thread.onSpinWait();
            }
            Files.delete(flag);
            assertThat(labels.labels()).containsEntry("state", "changed");
        }
    }
}
