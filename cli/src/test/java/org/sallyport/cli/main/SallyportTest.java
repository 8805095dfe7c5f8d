package org.sallyport.cli.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class SallyportTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... words) {
        CommandLine line = Sallyport.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(words);
    }

    @Test
    void everyCommandHasHelp() {
        CommandLine line = Sallyport.commandLine();
        assertHelp(line, "sallyport");
    }

    private void assertHelp(CommandLine line, String name) {
        String[] description = line.getCommandSpec().usageMessage().description();
        assertThat(description).as(name + " has a description").isNotEmpty();
        line.getSubcommands().forEach((word, sub) -> assertHelp(sub, name + " " + word));
    }

    @Test
    void aWrongWordIsExitCodeTwoWithTheUsage() {
        assertThat(run("lgin")).isEqualTo(2);
        assertThat(err.toString()).contains("lgin");
        assertThat(run("admin")).isEqualTo(2);
    }

    @Test
    void anUnreachableClusterIsExitCodeEightAndNamesTheAddress() {
        assertThat(run("accept-invite", "--ca-pin=sha256:" + "0".repeat(64), "https://127.0.0.1:1/#/invite/secret"))
                .isEqualTo(8);
        assertThat(err.toString()).contains("127.0.0.1:1");
    }

    @Test
    void somethingThatIsNoInviteIsSaidBeforeAnythingIsSent() {
        assertThat(run("accept-invite", "https://example.org/")).isEqualTo(2);
        assertThat(err.toString()).contains("no invite link");
    }

    @Test
    void completionIsGeneratedForShells() {
        assertThat(run("generate-completion")).isZero();
        assertThat(out.toString()).contains("sallyport", "accept-invite", "passwd");
    }
}
