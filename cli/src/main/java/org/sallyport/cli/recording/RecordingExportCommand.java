package org.sallyport.cli.recording;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Callable;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.cli.session.Api;
import org.sallyport.cli.session.ProxyOption;
import org.sallyport.core.remote.ApiRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport recordings export}: a file for any player of asciicast. */
@Command(
        name = "export",
        description = "Write a recording to a file that asciinema and other players play.",
        mixinStandardHelpOptions = true)
public final class RecordingExportCommand implements Callable<Integer> {
    /** What the file holds. */
    public enum ExportFormat {
        ASCIICAST("asciicast", "/cast"),
        ASCIICAST_V2("asciicast-v2", "/cast"),
        TEXT("text", "/text");

        private final String word;
        private final String path;

        ExportFormat(String word, String path) {
            this.word = word;
            this.path = path;
        }

        ApiRequest request(String session) {
            ApiRequest request = ApiRequest.get(RecordingListCommand.PATH + "/" + ApiRequest.segment(session) + path);
            return this == ASCIICAST_V2 ? request.query("version", "2") : request;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    @Mixin
    private ProxyOption proxy;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}; players before asciinema 3 need"
                    + " asciicast-v2).")
    private ExportFormat format = ExportFormat.ASCIICAST;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "A new file, for you alone.")
    private Path out;

    @Parameters(paramLabel = "SESSION", description = "The session's id.")
    private String session;

    @Override
    public Integer call() throws IOException {
        try (Api api = Api.of(proxy.profile());
                InputStream recording = api.open(format.request(session))) {
            write(recording);
        }
        return 0;
    }

    private void write(InputStream recording) throws IOException {
        try {
            Files.createFile(out, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (java.nio.file.FileAlreadyExistsException e) {
            throw new SallyportException(
                    ErrorCode.ALREADY_EXISTS, "cli: " + out + " is there already; name another file", "", e);
        }
        try (OutputStream file = Files.newOutputStream(out, StandardOpenOption.WRITE)) {
            recording.transferTo(file);
        } catch (IOException e) {
            Files.deleteIfExists(out);
            throw new SallyportException(
                    ErrorCode.PROXY_UNREACHABLE,
                    "cli: the recording could not be written to " + out + " whole (" + e.getMessage() + "); try again",
                    "",
                    e);
        }
    }
}
