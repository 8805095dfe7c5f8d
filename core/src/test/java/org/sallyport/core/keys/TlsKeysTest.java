package org.sallyport.core.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.core.StockTool;

class TlsKeysTest {
    @TempDir
    Path dir;

    @Test
    void opensslReadsOurKeys() throws Exception {
        KeyPair pair = TlsKeys.generate();
        Path key = Files.writeString(
                dir.resolve("key.pem"), TlsKeys.privatePem(pair.getPrivate()).reveal());
        StockTool.Result read = StockTool.run("openssl", "pkey", "-in", key.toString(), "-pubout");
        assertThat(read.exitCode()).as(read.output()).isZero();
        assertThat(read.output()).isEqualTo(TlsKeys.publicPem(pair.getPublic()));
        assertThat(TlsKeys.parsePublic(read.output())).isEqualTo(pair.getPublic());
        assertThat(TlsKeys.parsePrivate(new Secret(Files.readString(key)))).isEqualTo(pair.getPrivate());
    }

    @Test
    void signatureHoldsForTheMessageOnly() {
        KeyPair pair = TlsKeys.generate();
        byte[] signature = TlsKeys.sign(pair.getPrivate(), new byte[] {1});
        assertThat(TlsKeys.verify(pair.getPublic(), new byte[] {1}, signature)).isTrue();
        assertThat(TlsKeys.verify(pair.getPublic(), new byte[] {2}, signature)).isFalse();
        assertThat(TlsKeys.verify(pair.getPublic(), new byte[] {1}, new byte[] {0}))
                .isFalse();
    }

    @Test
    void weakAndForeignKeysAreRefused() {
        String weak = StockTool.run("sh", "-c", "openssl genrsa 1024 2>/dev/null | openssl rsa -pubout 2>/dev/null")
                .output();
        assertThatThrownBy(() -> TlsKeys.parsePublic(weak)).hasMessageContaining("too short");
        String ed25519 = StockTool.run("sh", "-c", "openssl genpkey -algorithm ed25519 | openssl pkey -pubout")
                .output();
        assertThatThrownBy(() -> TlsKeys.parsePublic(ed25519)).hasMessageContaining("no EC or RSA");
        assertThatThrownBy(() -> TlsKeys.parsePublic("nothing")).hasMessageContaining("exactly one block");
        assertThatThrownBy(() -> TlsKeys.parseChain("nothing")).hasMessageContaining("certificates is needed");
    }
}
