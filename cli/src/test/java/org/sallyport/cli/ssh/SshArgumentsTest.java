package org.sallyport.cli.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sallyport.api.error.SallyportException;

final class SshArgumentsTest {

    static Stream<Arguments> sshLines() {
        return Stream.of(
                Arguments.of("web-1", "web-1.c"),
                Arguments.of("root@web-1 uptime", "root@web-1.c uptime"),
                Arguments.of("-p 22 -v web-1 ls -l", "-p 22 -v web-1.c ls -l"),
                Arguments.of("-p22 web-1", "-p22 web-1.c"),
                Arguments.of("-tt -L 80:db:80 web-1", "-tt -L 80:db:80 web-1.c"),
                Arguments.of("-vL 80:db:80 web-1", "-vL 80:db:80 web-1.c"),
                Arguments.of("-o User=x -- web-1 -n", "-o User=x -- web-1.c -n"),
                // a word of the command that looks like a node is the command's own
                Arguments.of("web-1 ssh web-2", "web-1.c ssh web-2"));
    }

    @ParameterizedTest
    @MethodSource("sshLines")
    void onlyTheDestinationIsQualified(String typed, String expected) {
        assertThat(SshArguments.ssh(words(typed), node -> node + ".c")).isEqualTo(words(expected));
    }

    static Stream<Arguments> scpLines() {
        return Stream.of(
                Arguments.of("file web-1:", "file web-1.c:"),
                Arguments.of("-r -P 22 root@web-1:/etc/x:y ./a", "-r -P 22 root@web-1.c:/etc/x:y ./a"),
                Arguments.of("./with:colon web-1:/tmp", "./with:colon web-1.c:/tmp"),
                Arguments.of("a b web-1:d -v", "a b web-1.c:d -v"));
    }

    @ParameterizedTest
    @MethodSource("scpLines")
    void remotePathsAreQualifiedAndLocalOnesAreNot(String typed, String expected) {
        assertThat(SshArguments.scp(words(typed), node -> node + ".c")).isEqualTo(words(expected));
    }

    @Test
    void aMissingDestinationIsSaid() {
        assertThatThrownBy(() -> SshArguments.ssh(words("-v -p 22"), node -> node))
                .isInstanceOf(SallyportException.class)
                .hasMessageContaining("no node given");
    }

    private static List<String> words(String line) {
        return List.of(line.split(" "));
    }
}
