package org.sallyport.persistence.resource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.sallyport.api.codec.Json;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;

/**
 * Resources as the JSON text that is stored. Not the ResourceCodec: its bound on size is for what people send, and a
 * document at that bound, grown by its revision, must stay readable.
 */
final class ResourceDocuments {
    private static final ObjectMapper MAPPER = Json.jsonMapper();

    private ResourceDocuments() {}

    static String write(Resource<?> resource) {
        try {
            return MAPPER.writeValueAsString(MAPPER.createObjectNode()
                    .put("kind", resource.kind().wireName())
                    .put("version", resource.version())
                    .putPOJO("metadata", resource.metadata())
                    .putPOJO("spec", resource.spec()));
        } catch (JsonProcessingException e) {
            throw broken(e);
        }
    }

    static Resource<?> read(String document) {
        try {
            JsonNode tree = MAPPER.readTree(document);
            ResourceKind kind =
                    ResourceKind.ofWireName(tree.get("kind").textValue()).orElseThrow();
            return new Resource<>(
                    kind,
                    tree.get("version").textValue(),
                    MAPPER.treeToValue(tree.get("metadata"), Metadata.class),
                    MAPPER.treeToValue(tree.get("spec"), kind.specType()));
        } catch (JsonProcessingException e) {
            throw broken(e);
        }
    }

    private static SallyportException broken(JsonProcessingException e) {
        return new SallyportException(
                ErrorCode.INTERNAL, "store: a stored resource cannot be read or written", e.getOriginalMessage(), e);
    }
}
