package org.sallyport.cli.events;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import picocli.CommandLine;

/** A CA and certificates for {@code localhost} and {@code client}, made by openssl for one test. */
final class TestCertificates {
    private static final String KEY = "openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=%1$s";
    private static final String OF_CA =
            KEY + " -keyout %1$s.key -out %1$s.csr && printf subjectAltName=DNS:%1$s > %1$s.ext"
                    + " && openssl x509 -req -in %1$s.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile %1$s.ext"
                    + " -out %1$s.crt";

    private final Path directory;

    private TestCertificates(Path directory) {
        this.directory = directory;
    }

    static TestCertificates in(Path directory) throws Exception {
        TestCertificates certificates = new TestCertificates(directory);
        certificates.shell(KEY.formatted("test-ca") + " -x509 -days 2 -keyout ca.key -out ca.crt");
        certificates.shell(OF_CA.formatted("localhost"));
        certificates.shell(OF_CA.formatted("client"));
        return certificates;
    }

    SSLContext tls(String name) {
        return context(
                List.of("--cert=" + directory.resolve(name + ".crt"), "--key=" + directory.resolve(name + ".key")));
    }

    SSLContext trustOnly() {
        return context(List.of());
    }

    private SSLContext context(List<String> options) {
        ClientTls tls = new ClientTls();
        List<String> words = new ArrayList<>(options);
        words.add("--ca=" + directory.resolve("ca.crt"));
        new CommandLine(new Holder(tls)).parseArgs(words.toArray(String[]::new));
        return tls.context();
    }

    @CommandLine.Command
    private static final class Holder {
        @CommandLine.Mixin
        private final ClientTls tls;

        Holder(ClientTls tls) {
            this.tls = tls;
        }
    }

    private void shell(String script) throws Exception {
        Path log = directory.resolve("openssl.log");
        int exit = new ProcessBuilder("bash", "-c", script)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        if (exit != 0) {
            throw new AssertionError(script + "\n" + Files.readString(log));
        }
    }
}
