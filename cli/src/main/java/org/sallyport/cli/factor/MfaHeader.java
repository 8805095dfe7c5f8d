package org.sallyport.cli.factor;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.sallyport.api.codec.Json;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.MfaAnswer;
import org.sallyport.core.remote.ApiRequest;

/** A second factor that goes along with one call (docs/protocol/rest.md). */
public final class MfaHeader {
    private static final String NAME = "X-Sallyport-Mfa";

    private MfaHeader() {}

    public static ApiRequest on(ApiRequest request, MfaAnswer answer) {
        try {
            byte[] json = Json.jsonMapper().writeValueAsString(answer).getBytes(StandardCharsets.UTF_8);
            return request.header(NAME, Base64.getUrlEncoder().withoutPadding().encodeToString(json));
        } catch (JsonProcessingException e) {
            throw new SallyportException(ErrorCode.INTERNAL, "cli: the second factor cannot be written", "", e);
        }
    }
}
