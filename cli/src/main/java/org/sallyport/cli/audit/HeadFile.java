package org.sallyport.cli.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sallyport.api.codec.Json;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.LogHead;
import org.sallyport.cli.profile.PrivateFiles;

/** Heads of a cluster's log that were found right: a JSON list, the oldest first. */
final class HeadFile {
    private static final int MOST = 100;

    private final Path file;
    private final ObjectMapper json = Json.jsonMapper();

    HeadFile(Path file) {
        this.file = file;
    }

    /** Empty when there is no such file yet. */
    List<LogHead> read() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return List.of(json.readValue(PrivateFiles.read(file), LogHead[].class));
        } catch (JsonProcessingException damaged) {
            throw new SallyportException(
                    ErrorCode.INVALID_CONFIG,
                    "cli: " + file + " holds no list of heads. Put back what 'sallyport audit verify' wrote there",
                    damaged.getOriginalMessage(),
                    damaged);
        }
    }

    /** Beside those that are there; of too many the youngest go but the first, which reaches back furthest. */
    void add(LogHead head) {
        List<LogHead> heads = new ArrayList<>(read());
        if (!heads.isEmpty() && heads.getLast().size() >= head.size()) {
            return;
        }
        heads.add(head);
        while (heads.size() > MOST) {
            heads.remove(1);
        }
        write(heads);
    }

    void write(List<LogHead> heads) {
        try {
            PrivateFiles.write(
                    file.toAbsolutePath(), json.writerWithDefaultPrettyPrinter().writeValueAsString(heads) + "\n");
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("records of strings always encode", impossible);
        }
    }
}
