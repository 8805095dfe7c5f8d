package org.sallyport.api.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.Collection;
import java.util.Map;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** Turns what Jackson and our constructors say into one INVALID_RESOURCE with the field's path and its line. */
final class DocumentFault {
    private DocumentFault() {}

    static SallyportException at(DocumentLines lines, String path, String message) {
        String where = lines.of(path).stream()
                .mapToObj(line -> ", line " + line)
                .findFirst()
                .orElse("");
        return new SallyportException(ErrorCode.INVALID_RESOURCE, message + where);
    }

    /** @param base path of what was being read */
    static SallyportException of(JsonMappingException failure, String base, DocumentLines lines) {
        String path = path(base, failure);
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SallyportException own) {
                return at(lines, named(path, own.userMessage(), lines), own.userMessage());
            }
        }
        if (failure instanceof ValueInstantiationException
                && failure.getCause() instanceof IllegalArgumentException unknownWord) {
            return at(lines, path, path + ": " + unknownWord.getMessage());
        }
        return failure instanceof MismatchedInputException mismatch
                ? at(lines, path, path + " must be " + form(mismatch.getTargetType()))
                : at(lines, path, path + " cannot be read");
    }

    static SallyportException unreadable(JsonProcessingException failure) {
        String where = failure.getLocation() == null
                ? ""
                : ", line " + failure.getLocation().getLineNr();
        return new SallyportException(
                ErrorCode.INVALID_RESOURCE,
                "The document cannot be parsed: "
                        + failure.getOriginalMessage().lines().findFirst().orElse("") + where,
                failure.getOriginalMessage(),
                failure);
    }

    /** Our messages begin with a path, whole or from the record down: the line of exactly that field is the best one. */
    private static String named(String path, String message, DocumentLines lines) {
        String first = message.split(" ", 2)[0];
        String last = first.substring(first.lastIndexOf('.') + 1);
        for (String candidate : new String[] {first, path + "." + first, path + "." + last}) {
            if (lines.has(candidate)) {
                return candidate;
            }
        }
        return path;
    }

    private static String path(String base, JsonMappingException failure) {
        StringBuilder path = new StringBuilder(base);
        for (JsonMappingException.Reference step : failure.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    private static String form(Class<?> type) {
        if (type == null) {
            return "of another form";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        if (Map.class.isAssignableFrom(type) || type.isRecord()) {
            return "a mapping";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        return Number.class.isAssignableFrom(type) || type.isPrimitive() ? "a number" : "a text of another form";
    }
}
