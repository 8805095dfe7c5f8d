package org.sallyport.cli.admin;

import java.util.List;
import org.sallyport.api.codec.ResourceCodec;
import org.sallyport.api.resource.Resource;

/** Resource documents from a file or standard input. YAML, which JSON is part of. */
final class Documents {
    private Documents() {}

    static List<Resource<?>> read(String file) {
        return new ResourceCodec().parseYamlDocuments(DocumentText.read(file));
    }
}
