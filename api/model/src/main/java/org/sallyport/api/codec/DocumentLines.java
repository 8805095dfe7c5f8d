package org.sallyport.api.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** Where each field of a document stands, by its path ({@code spec.allow.rules[0].verbs}), so that errors can say it. */
final class DocumentLines {
    private final Map<String, Integer> lines = new HashMap<>();

    private DocumentLines() {}

    /** One for each document of the stream, empty ones included. YAML aliases are refused here. */
    static List<DocumentLines> of(JsonParser parser) throws IOException {
        List<DocumentLines> documents = new ArrayList<>();
        while (parser.nextToken() != null) {
            DocumentLines document = new DocumentLines();
            document.value(parser, "");
            documents.add(document);
        }
        return documents;
    }

    private void value(JsonParser parser, String path) throws IOException {
        lines.putIfAbsent(path, parser.currentTokenLocation().getLineNr());
        // Jackson reads an alias as the string of its name: a document would silently mean something else
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            throw new SallyportException(
                    ErrorCode.INVALID_RESOURCE,
                    "YAML aliases (*name) are not supported: write the value out" + ", line "
                            + parser.currentTokenLocation().getLineNr());
        }
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = path.isEmpty() ? parser.currentName() : path + "." + parser.currentName();
                lines.put(field, parser.currentTokenLocation().getLineNr());
                parser.nextToken();
                value(parser, field);
            }
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
                value(parser, path + "[" + index + "]");
            }
        }
    }

    /** The line of the longest known beginning of this path. */
    OptionalInt of(String path) {
        String known = path;
        while (!known.isEmpty() && !lines.containsKey(known)) {
            int cut = Math.max(known.lastIndexOf('.'), known.lastIndexOf('['));
            known = cut < 0 ? "" : known.substring(0, cut);
        }
        Integer line = lines.get(known);
        return line == null ? OptionalInt.empty() : OptionalInt.of(line);
    }

    boolean has(String path) {
        return lines.containsKey(path);
    }
}
