package org.sallyport.ejb.proxysession;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.ejb.fixture.Refused;

class ProxyIdTest {
    @TempDir
    private Path data;

    private static String id(Path directory) {
        return new ProxyId(new ProxyIdFile(directory)::read).text();
    }

    @Test
    void itStaysThroughRestartsAndIsTheServersOwn() throws IOException {
        Path one = data.resolve("one/sallyport");
        String first = id(one);
        assertThat(first).matches("proxy:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        assertThat(id(one)).isEqualTo(first);
        assertThat(id(data.resolve("two/sallyport"))).isNotEqualTo(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one.resolve(ProxyIdFile.NAME))))
                .isEqualTo("rw-------");
    }

    @Test
    void whatACrashLeftHalfWrittenIsNoId() throws IOException {
        Files.writeString(data.resolve(ProxyIdFile.NAME + ".new"), "6f9619ff-8b");
        assertThat(id(data)).isEqualTo(id(data));
    }

    @Test
    void aDamagedOneIsNotReplacedAndOneThatIsPutBackCounts() throws IOException {
        Path file = data.resolve(ProxyIdFile.NAME);
        String first = id(data);
        String kept = Files.readString(file);
        Files.writeString(file, "garbage");
        ProxyId id = new ProxyId(new ProxyIdFile(data)::read);
        SallyportException refusal = Refused.with(ErrorCode.STORE_UNAVAILABLE, id::text);
        assertThat(refusal.details()).contains(file.toString()).contains("backup");
        assertThat(Files.readString(file)).isEqualTo("garbage");
        Files.writeString(file, kept);
        assertThat(id.text()).isEqualTo(first);
    }

    @Test
    void aDirectoryThatTakesNothingIsNamed() throws IOException {
        Path occupied = Files.writeString(data.resolve("occupied"), "");
        assertThat(Refused.with(ErrorCode.STORE_UNAVAILABLE, () -> id(occupied.resolve("sallyport")))
                        .details())
                .contains(occupied.toString());
    }

    @Test
    void itIsReadOnce() {
        List<String> asked = new ArrayList<>();
        ProxyId id = new ProxyId(() -> {
            asked.add("");
            return "one";
        });
        assertThat(id.text()).isEqualTo("proxy:one").isEqualTo(id.text());
        assertThat(asked).hasSize(1);
    }
}
