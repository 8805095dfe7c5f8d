package org.sallyport.api.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.resource.ResourceSpec;

/**
 * Resources as documents, {@code kind/version/metadata/spec}. Reading refuses unknown and repeated fields, YAML aliases
 * and anything beyond {@link Resource#MAX_ENCODED_BYTES}; every INVALID_RESOURCE names the field's path and its line.
 * Thread-safe.
 */
public final class ResourceCodec {
    private static final Set<String> FIELDS = Set.of("kind", "version", "metadata", "spec");

    private final ObjectMapper json = Json.jsonMapper();
    private final ObjectMapper yaml = Json.yamlMapper();

    /** @throws SallyportException INVALID_RESOURCE, PAYLOAD_TOO_LARGE */
    public Resource<?> parseJson(String text) {
        return single(parse(json, text));
    }

    /** Exactly one document. @throws SallyportException INVALID_RESOURCE, PAYLOAD_TOO_LARGE */
    public Resource<?> parseYaml(String text) {
        return single(parse(yaml, text));
    }

    /** Any number of documents separated by {@code ---}; empty ones are skipped. The size bound is for all together. */
    public List<Resource<?>> parseYamlDocuments(String text) {
        return parse(yaml, text);
    }

    public String toJson(Resource<?> resource) {
        return write(json, resource);
    }

    public String toYaml(Resource<?> resource) {
        return write(yaml, resource);
    }

    private static String write(ObjectMapper mapper, Resource<?> resource) {
        ObjectNode document = mapper.createObjectNode();
        document.put("kind", resource.kind().wireName());
        document.put("version", resource.version());
        document.set("metadata", mapper.valueToTree(resource.metadata()));
        document.set("spec", mapper.valueToTree(resource.spec()));
        try {
            return mapper.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree always encodes", e);
        }
    }

    private static Resource<?> single(List<Resource<?>> resources) {
        if (resources.size() != 1) {
            throw new SallyportException(
                    ErrorCode.INVALID_RESOURCE, "Exactly one document is needed here, there are " + resources.size());
        }
        return resources.getFirst();
    }

    private static List<Resource<?>> parse(ObjectMapper mapper, String text) {
        // the cheap test first: encoding a huge text only to count it would be the attack itself
        if (text.length() > Resource.MAX_ENCODED_BYTES
                || text.getBytes(StandardCharsets.UTF_8).length > Resource.MAX_ENCODED_BYTES) {
            throw new SallyportException(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "The document is larger than " + Resource.MAX_ENCODED_BYTES + " bytes: split it");
        }
        List<Resource<?>> resources = new ArrayList<>();
        try (JsonParser first = mapper.createParser(text);
                MappingIterator<JsonNode> second =
                        mapper.readerFor(JsonNode.class).readValues(text)) {
            for (DocumentLines lines : DocumentLines.of(first)) {
                JsonNode document = second.nextValue();
                if (!document.isNull() && !document.isMissingNode()) {
                    resources.add(resource(mapper, document, lines));
                }
            }
        } catch (JsonProcessingException e) {
            throw DocumentFault.unreadable(e);
        } catch (IOException e) {
            throw new IllegalStateException("text in memory cannot fail to be read", e);
        }
        return resources;
    }

    private static Resource<?> resource(ObjectMapper mapper, JsonNode document, DocumentLines lines) {
        if (!document.isObject()) {
            throw DocumentFault.at(lines, "", "A document must be a mapping with kind, version, metadata and spec");
        }
        document.fieldNames().forEachRemaining(field -> {
            if (!FIELDS.contains(field)) {
                throw DocumentFault.at(lines, field, field + " is not known here: use kind, version, metadata, spec");
            }
        });
        ResourceKind kind = kind(document, lines);
        Metadata metadata = part(mapper, document, "metadata", Metadata.class, lines);
        ResourceSpec spec = part(mapper, document, "spec", kind.specType(), lines);
        try {
            return new Resource<>(kind, document.path("version").asText(), metadata, spec);
        } catch (SallyportException e) {
            throw DocumentFault.at(lines, "version", e.userMessage());
        }
    }

    private static ResourceKind kind(JsonNode document, DocumentLines lines) {
        String name = document.path("kind").asText();
        return Arrays.stream(ResourceKind.values())
                .filter(kind -> kind.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> DocumentFault.at(lines, "kind", "kind must be one of " + ResourceKind.names()));
    }

    private static <T> T part(ObjectMapper mapper, JsonNode document, String name, Class<T> type, DocumentLines lines) {
        JsonNode node = document.get(name);
        if (node == null || !node.isObject()) {
            throw DocumentFault.at(lines, name, name + " must be a mapping");
        }
        UnknownFields.refuse(node, type, name, lines);
        try {
            return mapper.treeToValue(node, type);
        } catch (JsonMappingException e) {
            throw DocumentFault.of(e, name, lines);
        } catch (JsonProcessingException e) {
            throw DocumentFault.unreadable(e);
        }
    }
}
