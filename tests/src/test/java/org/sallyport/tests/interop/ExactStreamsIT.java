package org.sallyport.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.ClusterExtension;
import org.sallyport.tests.cluster.Command;
import org.sallyport.tests.cluster.Programs;

/**
 * No byte is lost, whatever the reader's speed, when the source closes right after its last write. {@code
 * -Dsallyport.stream.bytes=3221225472} makes the long stream three gibibytes.
 */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ExactStreamsIT {
    private static final long LONG = Long.getLong("sallyport.stream.bytes", 1L << 30);
    private Workplace at;

    @BeforeAll
    void open(Cluster cluster) {
        at = Workplace.open(cluster, "sptexact");
    }

    @AfterAll
    void close() {
        at.close();
    }

    private String script(String name) {
        return Programs.root().resolve("tests/src/test/scripts").resolve(name).toString();
    }

    @Test
    void ninetyTwoStreamsOverOneConnectionAreExact() {
        Process source = at.cluster()
                .network()
                .agent()
                .command("python3", script("stream_source.py"), "7900", Integer.toString(16 << 20))
                .start(at.cluster().directory().resolve("source.log"));
        try {
            String mux = at.cluster().directory().resolve("mux-exact").toString();
            Command.Result result = at.user()
                    .host()
                    .shell("""
                            ssh -F %1$s -o BatchMode=yes -o ExitOnForwardFailure=yes -L 17900:127.0.0.1:7900 \
                                -f -N -M -S %2$s %3$s || exit 41
                            python3 %4$s 17900 80 12 %5$d
                            code=$?
                            ssh -F %1$s -S %2$s -O exit %3$s 2>/dev/null
                            exit $code
                            """.formatted(
                                    at.user().sshConfig(), mux, at.target(), script("stream_readers.py"), 16 << 20))
                    .within(Duration.ofMinutes(8))
                    .run();
            assertThat(result.exitCode()).as(result.toString()).isZero();
            assertThat(result.out()).isEqualTo("92 exact of 92\n");
        } finally {
            source.destroy();
        }
    }

    @Test
    void aLongStreamAcrossRekeysIsExact() {
        // RekeyLimit makes the client exchange keys several times within the stream, on both legs
        Command.Result result = at.user()
                .host()
                .shell("""
                        expected=$(python3 %1$s %2$d | sha256sum)
                        got=$(ssh -F %3$s -o BatchMode=yes -o RekeyLimit=128M %4$s python3 %1$s %2$d | sha256sum)
                        [ "$expected" = "$got" ] && echo same || echo "differ: $expected $got"
                        """.formatted(script("stream_bytes.py"), LONG, at.user().sshConfig(), at.target()))
                .within(Duration.ofMinutes(8))
                .run();
        assertThat(result.out()).as(result.toString()).isEqualTo("same\n");
    }

    @Test
    void uploadsAreExactAsWell() {
        Command.Result result = at.user()
                .host()
                .shell("""
                        expected=$(python3 %1$s %2$d | sha256sum)
                        got=$(python3 %1$s %2$d | ssh -F %3$s -o BatchMode=yes -o RekeyLimit=64M %4$s sha256sum)
                        [ "$expected" = "$got" ] && echo same || echo "differ: $expected $got"
                        """.formatted(
                                script("stream_bytes.py"), 256L << 20, at.user().sshConfig(), at.target()))
                .within(Duration.ofMinutes(3))
                .run();
        assertThat(result.out()).as(result.toString()).isEqualTo("same\n");
    }
}
