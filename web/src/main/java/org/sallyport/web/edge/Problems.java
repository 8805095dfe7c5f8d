package org.sallyport.web.edge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;
import org.sallyport.api.codec.Json;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.Problem;
import org.sallyport.api.error.SallyportException;

/** Problem documents as answers, already encoded: they must not depend on the provider that may just have failed. */
public final class Problems {
    public static final String MEDIA_TYPE = "application/problem+json";
    private static final ObjectMapper JSON = Json.jsonMapper();

    private Problems() {}

    static Response.ResponseBuilder answer(Problem problem) {
        return Response.status(problem.status()).type(MEDIA_TYPE).entity(encode(problem));
    }

    public static String encode(Problem problem) {
        try {
            return JSON.writeValueAsString(problem);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    public static SallyportException internal() {
        return new SallyportException(
                ErrorCode.INTERNAL,
                "REST: internal error; the server's log (SALLY003000) has the cause by its trace id");
    }

    static Problem ofStatus(int status, String trace) {
        Problem byCode = Problem.of(meaning(status), trace);
        return new Problem(byCode.type(), byCode.title(), status, byCode.detail(), byCode.code(), trace);
    }

    private static SallyportException meaning(int status) {
        return switch (status) {
            case 401 -> CurrentCaller.notLoggedIn();
            case 403 -> refusal(ErrorCode.ACCESS_DENIED, "this call is not allowed");
            case 404 -> refusal(ErrorCode.NOT_FOUND, "there is no such path; /openapi lists all of them");
            case 405 ->
                refusal(ErrorCode.UNSUPPORTED, "this path does not take this method; the header Allow says which");
            case 406 ->
                refusal(ErrorCode.UNSUPPORTED, "no answer in a type that the header Accept allows; accept JSON");
            case 413 ->
                refusal(ErrorCode.PAYLOAD_TOO_LARGE, "a body may have at most " + BodyFilter.MAX_BYTES + " bytes");
            case 415 -> refusal(ErrorCode.UNSUPPORTED, "the body must be sent with Content-Type: application/json");
            case 429 -> refusal(ErrorCode.RATE_LIMITED, "too many calls; try again in a second");
            case 503 -> refusal(ErrorCode.SHUTTING_DOWN, "the server is starting or stopping; try again in a moment");
            default ->
                status < 500
                        ? refusal(ErrorCode.INVALID_ARGUMENT, "the request is malformed (HTTP " + status + ")")
                        : internal();
        };
    }

    private static SallyportException refusal(ErrorCode code, String message) {
        return new SallyportException(code, "REST: " + message);
    }
}
