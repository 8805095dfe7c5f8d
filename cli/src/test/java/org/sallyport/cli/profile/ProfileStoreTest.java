package org.sallyport.cli.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.ClusterInfo;

final class ProfileStoreTest {
    @TempDir
    private Path home;

    private ProfileStore store;

    @BeforeEach
    void open() {
        store = new ProfileStore(home.resolve("sallyport"));
    }

    @Test
    void theLastLoginIsTheCurrentOne() {
        store.save(profile("a:443", "ada"));
        store.save(profile("b:443", "bob"));
        assertThat(store.require("").user()).isEqualTo("bob");
        assertThat(store.require("a:443").user()).isEqualTo("ada");
    }

    @Test
    void nobodyElseMayReadIt() throws IOException {
        store.save(profile("a:443", "ada"));
        try (Stream<Path> files = Files.walk(home.resolve("sallyport"))) {
            assertThat(files)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .endsWith("------"));
        }
    }

    @Test
    void logoutLeavesNothingBehind() {
        store.save(profile("a:443", "ada"));
        PrivateFiles.write(store.directory("a:443").resolve("id_ed25519"), "key");
        store.delete("a:443");
        assertThat(store.directory("a:443")).doesNotExist();
        assertThat(store.find("")).isEmpty();
    }

    @Test
    void withoutALoginItSaysWhatToType() {
        assertThatThrownBy(() -> store.require("a:443"))
                .isInstanceOfSatisfying(
                        SallyportException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_LOGGED_IN))
                .hasMessageContaining("sallyport login");
    }

    @Test
    void aDamagedProfileIsNamed() {
        store.save(profile("a:443", "ada"));
        PrivateFiles.write(store.directory("a:443").resolve("profile.json"), "{\"proxy\":");
        assertThatThrownBy(() -> store.require(""))
                .hasMessageContaining("profile.json")
                .hasMessageContaining("damaged");
    }

    private static Profile profile(String proxy, String user) {
        return new Profile(
                proxy,
                "",
                user,
                List.of("access"),
                List.of(),
                "token",
                Instant.EPOCH,
                new ClusterInfo("id", "c", "1", proxy, proxy, List.of()),
                List.of(),
                false);
    }
}
