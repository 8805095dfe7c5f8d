package org.sallyport.cli.admin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.sallyport.api.codec.ResourceCodec;
import org.sallyport.api.resource.Resource;
import org.sallyport.cli.profile.PrivateFiles;

/** Resource documents from a file, or from standard input when the file is {@code -}. YAML, which JSON is part of. */
final class Documents {
    private Documents() {}

    static List<Resource<?>> read(String file) {
        return new ResourceCodec()
                .parseYamlDocuments("-".equals(file) ? standardInput() : PrivateFiles.read(Path.of(file)));
    }

    private static String standardInput() {
        try {
            return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
