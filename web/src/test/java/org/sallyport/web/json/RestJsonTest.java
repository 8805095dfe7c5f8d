package org.sallyport.web.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.resource.TokenSpec;
import org.sallyport.api.rest.LoginRequest;
import org.sallyport.api.rest.Page;

class RestJsonTest {
    private final ObjectMapper json = RestJson.mapper();
    private final Resource<TokenSpec> token = Resource.of(
            Metadata.named("t1").withRevision(7), new TokenSpec(Set.of(ServiceType.SSH), "token", Optional.of(3)));

    @Test
    void resourceIsADocument() throws JsonProcessingException {
        String document = json.writeValueAsString(token);
        assertThat(json.readTree(document)).isEqualTo(json.readTree("""
                        {"kind":"token","version":"v1","metadata":{"name":"t1","revision":7},
                         "spec":{"services":["ssh"],"join_method":"token","max_uses":3}}"""));
    }

    @Test
    void resourcesInsideAPageAreDocumentsToo() throws JsonProcessingException {
        String page = json.writeValueAsString(new Page<Resource<?>>(List.of(token), "next"));
        assertThat(json.readTree(page).at("/items/0/kind").asText()).isEqualTo("token");
        assertThat(json.readTree(page).at("/next_cursor").asText()).isEqualTo("next");
    }

    @Test
    void failuresOfTheParserNameTheFieldAndNeverTheValue() {
        assertThat(refusal("{\"pasword\":\"hush\"}", LoginRequest.class).userMessage())
                .contains("unknown field 'pasword'")
                .doesNotContain("hush");
        assertThat(refusal("{\"password\":[\"hush\"]}", LoginRequest.class).userMessage())
                .contains("field 'password'")
                .doesNotContain("hush", "java");
        assertThat(refusal("{\"password\":\"hush\"", LoginRequest.class).userMessage())
                .contains("line 1")
                .doesNotContain("hush");
        assertThat(refusal("{\"user\":\"a\",\"user\":\"b\"}", LoginRequest.class)
                        .code())
                .isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }

    private SallyportException refusal(String body, Class<?> type) {
        try {
            json.readValue(body, type);
        } catch (JsonProcessingException malformed) {
            return JsonFailures.inWords(malformed);
        }
        throw new AssertionError("accepted: " + body);
    }
}
