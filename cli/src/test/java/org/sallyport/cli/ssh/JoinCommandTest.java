package org.sallyport.cli.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.ClusterInfo;
import org.sallyport.api.rest.LiveSessionView;
import org.sallyport.api.session.LiveState;
import org.sallyport.api.session.SessionMode;
import org.sallyport.cli.profile.Profile;

final class JoinCommandTest {
    @Test
    void stockSshGoesToTheNodeByItsIdAsWhoJoins() {
        LiveSessionView view = view(true, SessionMode.OBSERVER);
        List<String> command = JoinCommand.command("/p/ssh_config", config(), view, SessionMode.OBSERVER);
        assertThat(command)
                .containsExactly(
                        "ssh",
                        "-F",
                        "/p/ssh_config",
                        "-tt",
                        "-l",
                        "sallyport:join",
                        "h1.prod",
                        "join",
                        "s1",
                        "observer");
    }

    @Test
    void modeThatIsNotAllowedIsRefusedWithThoseThatAre() {
        assertThatCode(() -> JoinCommand.requireMode(view(true, SessionMode.PEER), SessionMode.PEER))
                .doesNotThrowAnyException();
        assertRefused(view(true, SessionMode.OBSERVER, SessionMode.MODERATOR), "as observer or moderator; use --mode");
        assertRefused(view(true), "it takes join_sessions");
        assertRefused(view(false), "it has no terminal");
    }

    private static void assertRefused(LiveSessionView view, String cause) {
        assertThatThrownBy(() -> JoinCommand.requireMode(view, SessionMode.PEER))
                .isInstanceOfSatisfying(SallyportException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
                    assertThat(refusal.userMessage()).contains("s1 as peer").contains(cause);
                });
    }

    private static LiveSessionView view(boolean terminal, SessionMode... modes) {
        return new LiveSessionView(
                "s1",
                "dora",
                List.of("dev"),
                "root",
                "shell",
                terminal,
                Instant.EPOCH,
                LiveState.RUNNING,
                List.of(),
                "web",
                "h1",
                List.of(modes),
                false);
    }

    private static SshConfig config() {
        Profile profile = new Profile(
                "sp.example.org:443",
                "",
                "ada",
                List.of(),
                List.of(),
                "token",
                Instant.EPOCH,
                new ClusterInfo("id", "prod", "1", "sp.example.org:443", "sp.example.org:3023", List.of()),
                List.of(),
                false);
        return new SshConfig(profile, Path.of("/p"));
    }
}
