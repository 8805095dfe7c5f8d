package org.sallyport.api.codec;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.ClusterConfigSpec;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.resource.ResourceSpec;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.TokenSpec;
import org.sallyport.api.resource.UserSpec;

/**
 * Resource documents as JSON and YAML, at most {@link Resource#MAX_ENCODED_BYTES}. Reading fails with INVALID_RESOURCE
 * whose message names the field's path and, for text a person wrote, its line. Thread-safe.
 */
public final class ResourceCodec {
    private final ObjectMapper json = Json.jsonMapper();
    private final ObjectMapper yaml = Json.yamlMapper();

    public Resource<?> parseJson(String text) {
        return one(documents(json, text));
    }

    public Resource<?> parseYaml(String text) {
        return one(documents(yaml, text));
    }

    /** Several documents separated by {@code ---}; empty ones are skipped. */
    public List<Resource<?>> parseYamlDocuments(String text) {
        return documents(yaml, text);
    }

    public String toJson(Resource<?> resource) {
        return write(json, resource);
    }

    public String toYaml(Resource<?> resource) {
        return write(yaml, resource);
    }

    private static Resource<?> one(List<Resource<?>> documents) {
        if (documents.size() != 1) {
            throw invalid("expected one document, found " + documents.size(), null);
        }
        return documents.getFirst();
    }

    private static List<Resource<?>> documents(ObjectMapper mapper, String text) {
        if (text.length() > Resource.MAX_ENCODED_BYTES
                || text.getBytes(StandardCharsets.UTF_8).length > Resource.MAX_ENCODED_BYTES) {
            throw new SallyportException(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "the document is larger than " + Resource.MAX_ENCODED_BYTES + " bytes");
        }
        // kinds first, by tree; then each document again as its record, so that errors carry the text's own lines
        List<ResourceKind> kinds = kinds(mapper, text);
        List<Resource<?>> resources = new ArrayList<>();
        try (JsonParser parser = mapper.createParser(text)) {
            for (ResourceKind kind : kinds) {
                while (parser.nextToken() == JsonToken.VALUE_NULL) {
                    continue; // an empty document
                }
                ObjectReader reader =
                        mapper.readerFor(shape(kind)).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
                resources.add(reader.<Document>readValue(parser).resource());
            }
        } catch (JacksonException e) {
            throw new DocumentErrors(mapper, text).translated(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return resources;
    }

    private static List<ResourceKind> kinds(ObjectMapper mapper, String text) {
        List<ResourceKind> kinds = new ArrayList<>();
        try (MappingIterator<JsonNode> trees = mapper.readerFor(JsonNode.class).readValues(text)) {
            while (trees.hasNextValue()) {
                JsonNode tree = trees.nextValue();
                if (tree != null && !tree.isNull()) {
                    kinds.add(kind(tree));
                }
            }
        } catch (JacksonException e) {
            throw new DocumentErrors(mapper, text).translated(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return kinds;
    }

    private static ResourceKind kind(JsonNode tree) {
        String kind = tree.path("kind").asText("");
        return ResourceKind.ofWireName(kind)
                .orElseThrow(() -> invalid(
                        kind.isEmpty() ? "kind is missing" : "kind '" + kind + "' is not known to this version", null));
    }

    private static Class<? extends Document> shape(ResourceKind kind) {
        return switch (kind) {
            case USER -> UserDocument.class;
            case ROLE -> RoleDocument.class;
            case TOKEN -> TokenDocument.class;
            case CLUSTER_CONFIG -> ClusterConfigDocument.class;
        };
    }

    private static String write(ObjectMapper mapper, Resource<?> resource) {
        try {
            return mapper.writeValueAsString(document(resource));
        } catch (JsonProcessingException e) {
            throw new SallyportException(ErrorCode.INTERNAL, "a resource could not be written", e.getMessage(), e);
        }
    }

    private static Document document(Resource<?> resource) {
        String kind = resource.kind().wireName();
        return switch (resource.spec()) {
            case UserSpec spec -> new UserDocument(kind, resource.version(), resource.metadata(), spec);
            case RoleSpec spec -> new RoleDocument(kind, resource.version(), resource.metadata(), spec);
            case TokenSpec spec -> new TokenDocument(kind, resource.version(), resource.metadata(), spec);
            case ClusterConfigSpec spec ->
                new ClusterConfigDocument(kind, resource.version(), resource.metadata(), spec);
        };
    }

    static SallyportException invalid(String message, Throwable cause) {
        return new SallyportException(ErrorCode.INVALID_RESOURCE, message, "", cause);
    }

    /** One shape per kind, so that Jackson checks the spec's fields while it still knows their lines. */
    private sealed interface Document {
        String kind();

        String version();

        Metadata metadata();

        ResourceSpec spec();

        default Resource<?> resource() {
            if (metadata() == null || spec() == null) {
                throw invalid((metadata() == null ? "metadata" : "spec") + " is missing", null);
            }
            return new Resource<>(spec().kind(), version(), metadata(), spec());
        }
    }

    private record UserDocument(String kind, String version, Metadata metadata, UserSpec spec) implements Document {}

    private record RoleDocument(String kind, String version, Metadata metadata, RoleSpec spec) implements Document {}

    private record TokenDocument(String kind, String version, Metadata metadata, TokenSpec spec) implements Document {}

    private record ClusterConfigDocument(String kind, String version, Metadata metadata, ClusterConfigSpec spec)
            implements Document {}
}
