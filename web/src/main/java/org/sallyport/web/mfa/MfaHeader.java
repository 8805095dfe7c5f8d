package org.sallyport.web.mfa;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.MfaAnswer;
import org.sallyport.web.json.RestJson;

/** The second factor that goes along with a call: an {@link MfaAnswer} as JSON in base64url. */
public final class MfaHeader {
    public static final String NAME = "X-Sallyport-Mfa";
    private static final int MAX_LENGTH = 16 * 1024;
    private static final ObjectMapper JSON = RestJson.mapper();

    private MfaHeader() {}

    /** @param header null or empty: nothing was shown. @throws SallyportException INVALID_ARGUMENT */
    public static MfaAnswer parse(String header) {
        if (header == null || header.isBlank()) {
            return MfaAnswer.NONE;
        }
        try {
            if (header.length() > MAX_LENGTH) {
                throw malformed();
            }
            byte[] json = Base64.getUrlDecoder().decode(header.strip());
            MfaAnswer answer = JSON.readValue(new String(json, StandardCharsets.UTF_8), MfaAnswer.class);
            return answer == null ? MfaAnswer.NONE : answer;
        } catch (IllegalArgumentException | JsonProcessingException unreadable) {
            throw malformed();
        }
    }

    private static SallyportException malformed() {
        return new SallyportException(
                ErrorCode.INVALID_ARGUMENT,
                "REST: the header " + NAME
                        + " must be base64url of a JSON object with totp, recovery_code or webauthn");
    }
}
