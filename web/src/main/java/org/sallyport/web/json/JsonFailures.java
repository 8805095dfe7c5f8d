package org.sallyport.web.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import java.util.stream.Collectors;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.web.edge.Causes;

/**
 * Says in words what is wrong with a body. Jackson's own messages name Java classes and quote values, which may be
 * passwords; RESTEasy's own mappers for them must never get to see these exceptions.
 */
@Provider
public class JsonFailures implements ReaderInterceptor {
    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        Object body;
        try {
            body = context.proceed();
        } catch (JsonProcessingException malformed) {
            throw inWords(malformed);
        }
        if (body == null) {
            throw new SallyportException(ErrorCode.INVALID_ARGUMENT, "REST: this call needs a JSON body");
        }
        return body;
    }

    static SallyportException inWords(JsonProcessingException malformed) {
        return Causes.find(malformed, SallyportException.class)
                .orElseGet(() -> new SallyportException(
                        ErrorCode.INVALID_ARGUMENT,
                        "REST: " + description(malformed) + place(malformed.getLocation())));
    }

    private static String description(JsonProcessingException malformed) {
        if (malformed instanceof UnrecognizedPropertyException unknown) {
            return "unknown field '" + path(unknown) + "'";
        }
        if (malformed instanceof JsonMappingException mismatch) {
            String path = path(mismatch);
            return path.isEmpty()
                    ? "the body has not the form this call takes"
                    : "field '" + path + "' has a value of the wrong type";
        }
        return "the body is no well-formed JSON";
    }

    private static String path(JsonMappingException mismatch) {
        return mismatch.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
    }

    private static String place(JsonLocation location) {
        boolean unknown = location == null || location.getLineNr() < 1;
        return unknown ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
