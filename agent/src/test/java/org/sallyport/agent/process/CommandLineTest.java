package org.sallyport.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sallyport.session.process.TerminalRequest;
import org.sallyport.session.process.TerminalSize;
import org.sallyport.session.process.Work;

class CommandLineTest {
    private static final Account ALICE = new Account("alice", 1000, 1000, "/home/alice", "/bin/zsh");

    private static List<String> of(Work work, boolean privileged, boolean terminal) {
        Optional<TerminalRequest> request = terminal
                ? Optional.of(new TerminalRequest("xterm", new TerminalSize(80, 24), Map.of()))
                : Optional.empty();
        return CommandLine.of(
                new AccountLaunch(ALICE, work, Optional.empty(), Map.of("LANG", "C"), request, ""), privileged);
    }

    @Test
    void theUsersCommandIsOneArgumentForTheUsersShellOnly() {
        String hostile = "a'; rm -rf / #\n$(id)";
        List<String> line = of(new Work.Command(hostile), true, false);
        assertThat(line).endsWith("/bin/zsh", hostile);
        assertThat(line.stream().filter(word -> word.contains("rm -rf"))).containsExactly(hostile);
        assertThat(line.get(line.size() - 3)).endsWith("exec \"$0\" -c \"$1\"");
    }

    @Test
    void asRootRunuserBecomesTheLogin() {
        List<String> line = of(new Work.Command("true"), true, false);
        assertThat(line.subList(0, 2)).containsExactly("/usr/bin/env", "--default-signal=HUP,INT,QUIT,TERM,PIPE,CHLD");
        assertThat(line.get(2)).endsWith("/setsid");
        assertThat(line.get(3)).endsWith("/runuser");
        assertThat(line.subList(4, 7)).containsExactly("-u", "alice", "--");
        assertThat(of(new Work.Shell(), true, true)).endsWith("-l", "-w", "LANG,SSH_TTY", "alice");
    }

    @Test
    void withoutRootNothingChangesTheAccount() {
        assertThat(of(new Work.Command("true"), false, false)).noneMatch(word -> word.contains("runuser"));
        assertThat(of(new Work.Shell(), false, true)).noneMatch(word -> word.contains("runuser"));
    }
}
