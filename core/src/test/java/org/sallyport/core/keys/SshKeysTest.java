package org.sallyport.core.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.PublicKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.StockTool;

class SshKeysTest {
    @TempDir
    Path dir;

    @Test
    void sshKeygenReadsOurKeysAndShowsTheSameFingerprint() throws Exception {
        KeyPair pair = SshKeys.generate();
        Path key = Files.createFile(
                dir.resolve("key"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, SshKeys.privatePem(pair).reveal());

        assertThat(StockTool.run("ssh-keygen", "-y", "-f", key.toString())
                        .output()
                        .strip())
                .startsWith(SshKeys.line(pair.getPublic()));
        assertThat(StockTool.run("ssh-keygen", "-l", "-f", key.toString()).output())
                .contains(SshKeys.fingerprint(pair.getPublic()));
    }

    @Test
    void privateKeySurvivesItsEncoding() {
        KeyPair pair = SshKeys.generate();
        KeyPair read = SshKeys.parsePrivate(SshKeys.privatePem(pair));
        assertThat(SshKeys.line(read.getPublic())).isEqualTo(SshKeys.line(pair.getPublic()));
        byte[] message = "m".getBytes(StandardCharsets.UTF_8);
        byte[] signature = SshKeys.sign(read.getPrivate(), read.getPublic(), message);
        assertThat(SshKeys.verify(pair.getPublic(), "ssh-ed25519", message, signature))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"ed25519,256", "ecdsa,256", "ecdsa,384", "ecdsa,521", "rsa,2048"})
    void keysOfSshKeygenAreReadAndSignWithTheirOwnAlgorithmOnly(String type, String bits) throws Exception {
        Path key = dir.resolve("foreign");
        StockTool.run("ssh-keygen", "-q", "-t", type, "-b", bits, "-N", "", "-f", key.toString());
        String line = Files.readString(dir.resolve("foreign.pub"));
        PublicKey parsed = SshKeys.parsePublic(line);
        assertThat(line).startsWith(SshKeys.line(parsed));

        KeyPair pair = SshKeys.parsePrivate(new Secret(Files.readString(key)));
        byte[] message = {1, 2, 3};
        byte[] signature = SshKeys.sign(pair.getPrivate(), pair.getPublic(), message);
        assertThat(SshKeys.verify(parsed, SshKeys.signatureAlgorithm(parsed), message, signature))
                .isTrue();
        assertThat(SshKeys.verify(parsed, SshKeys.signatureAlgorithm(parsed), new byte[] {1, 2, 4}, signature))
                .isFalse();
        assertThat(SshKeys.verify(parsed, "ssh-rsa", message, signature)).isFalse();
    }

    @Test
    void shortRsaKeyIsRefused() throws Exception {
        StockTool.run(
                "ssh-keygen",
                "-q",
                "-t",
                "rsa",
                "-b",
                "1024",
                "-N",
                "",
                "-f",
                dir.resolve("weak").toString());
        String line = Files.readString(dir.resolve("weak.pub"));
        assertThatThrownBy(() -> SshKeys.parsePublic(line)).hasMessageContaining("1024 bits");
    }

    @Test
    void certificateIsNoPublicKeyEvenUnderAPlainLabel() throws Exception {
        Path ca = dir.resolve("ca");
        Path user = dir.resolve("user");
        StockTool.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", ca.toString());
        StockTool.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", user.toString());
        StockTool.run("ssh-keygen", "-q", "-s", ca.toString(), "-I", "x", "-n", "root", user + ".pub");
        String line = Files.readString(dir.resolve("user-cert.pub"));

        assertThatThrownBy(() -> SshKeys.parsePublic(line))
                .isInstanceOfSatisfying(SallyportException.class, e -> assertThat(e.code())
                        .isEqualTo(ErrorCode.CERTIFICATE_WRONG_TYPE));
        assertThatThrownBy(() -> SshKeys.parsePublic("ssh-ed25519 " + line.split(" ")[1]))
                .isInstanceOf(SallyportException.class);
        assertThat(SshKeys.parseCertificate(line).getId()).isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ssh-ed25519",
                "ssh-ed25519 AAAA",
                "ssh-ed25519 !!!!",
                "ssh-dss AAAAB3NzaC1kc3MAAACBAP",
                "nonsense",
                "ssh-ed25519 AAAAB3NzaC1yc2EAAAADAQABAAAAgQ=="
            })
    void malformedLinesAreRefusedAsInput(String line) {
        assertThatThrownBy(() -> SshKeys.parsePublic(line))
                .isInstanceOfSatisfying(
                        SallyportException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }

    @Test
    void garbageIsNoPrivateKey() {
        assertThatThrownBy(() -> SshKeys.parsePrivate(new Secret("hello")))
                .isInstanceOfSatisfying(
                        SallyportException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }
}
