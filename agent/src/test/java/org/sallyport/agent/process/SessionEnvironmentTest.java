package org.sallyport.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sallyport.session.process.Work;

class SessionEnvironmentTest {
    private final SessionEnvironment environment = new SessionEnvironment(List.of("PROJECT_*", "EDITOR", "*", "LD_*"));

    private boolean accepts(String name) {
        return environment.accepts(name, "value", Map.of());
    }

    @Test
    void localeAndConfiguredNamesAreAccepted() {
        assertThat(List.of("LANG", "LC_ALL", "PROJECT_ONE", "EDITOR")).allMatch(this::accepts);
    }

    @Test
    void whatSteersTheLoaderOrAShellIsRefusedEvenWhenConfigured() {
        assertThat(List.of("LD_PRELOAD", "PATH", "BASH_ENV", "ENV", "IFS", "SSH_AUTH_SOCK", "GCONV_PATH", "OTHER"))
                .noneMatch(this::accepts);
    }

    @Test
    void namesAndValuesAreBounded() {
        assertThat(accepts("LC_A=B")).isFalse();
        assertThat(accepts("LC_\n")).isFalse();
        assertThat(environment.accepts("LANG", "a\0b", Map.of())).isFalse();
        assertThat(environment.accepts("LANG", "x".repeat(8193), Map.of())).isFalse();
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i < 64; i++) {
            many.put("LC_" + i, "");
        }
        assertThat(environment.accepts("LANG", "C", many)).isFalse();
    }

    @Test
    void theSystemsValuesWinOverTheSessions() {
        Account account = new Account("alice", 1000, 1000, "/home/alice", "/bin/zsh");
        AccountLaunch launch = new AccountLaunch(
                account, new Work.Shell(), Optional.empty(), Map.of("HOME", "/tmp", "LANG", "C"), Optional.empty(), "");
        assertThat(SessionEnvironment.of(launch))
                .containsEntry("HOME", "/home/alice")
                .containsEntry("SHELL", "/bin/zsh")
                .containsEntry("LANG", "C")
                .containsOnlyKeys("HOME", "LANG", "LOGNAME", "PATH", "SHELL", "USER");
    }
}
