package org.sallyport.api.codec;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.sallyport.api.error.SallyportException;

/**
 * Turns Jackson's failures into sentences for the person who wrote the document. Records are built at the end of their
 * object, so Jackson's own line is that end; the line of the field is looked up again by its path.
 */
final class DocumentErrors {
    private final ObjectMapper mapper;
    private final String text;

    DocumentErrors(ObjectMapper mapper, String text) {
        this.mapper = mapper;
        this.text = text;
    }

    SallyportException translated(JacksonException failure) {
        List<String> path = failure instanceof JsonMappingException mapping ? path(mapping) : List.of();
        String where = String.join(".", path);
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            // a record's own message says more than Jackson's
            if (cause instanceof SallyportException known) {
                return ResourceCodec.invalid(known.userMessage() + line(failure, path), failure);
            }
        }
        if (failure instanceof UnrecognizedPropertyException unknown) {
            String known = unknown.getKnownPropertyIds().stream()
                    .map(Object::toString)
                    .sorted()
                    .collect(Collectors.joining(", "));
            return ResourceCodec.invalid(
                    where + " is no known field" + line(failure, path) + "; known here: " + known, failure);
        }
        if (!path.isEmpty()) {
            return ResourceCodec.invalid(where + " has a value of the wrong type" + line(failure, path), failure);
        }
        return ResourceCodec.invalid(
                "this is no well-formed document" + line(failure, path) + ": " + failure.getOriginalMessage(), failure);
    }

    private static List<String> path(JsonMappingException failure) {
        return failure.getPath().stream()
                .map(step -> step.getFieldName() == null ? Integer.toString(step.getIndex()) : step.getFieldName())
                .toList();
    }

    private String line(JacksonException failure, List<String> path) {
        int line = path.isEmpty() ? 0 : lineOf("/" + String.join("/", path));
        if (line == 0 && failure.getLocation() != null) {
            line = failure.getLocation().getLineNr();
        }
        return line > 0 ? " (line " + line + ")" : "";
    }

    private int lineOf(String pointer) {
        try (JsonParser parser = mapper.createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (parser.getParsingContext().pathAsPointer().toString().equals(pointer)) {
                    return parser.currentTokenLocation().getLineNr();
                }
            }
        } catch (IOException e) {
            return 0; // Jackson's own location has to do
        }
        return 0;
    }
}
