package org.sallyport.web.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import org.sallyport.api.codec.Json;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.resource.ResourceSpec;

/** The product's mapper, and in it resources as documents of {@code kind/version/metadata/spec}. */
public final class RestJson {
    private RestJson() {}

    /** A new mapper; callers keep it. */
    public static ObjectMapper mapper() {
        SimpleModule resources = new SimpleModule("sallyport-resources");
        resources.addSerializer(Resource.class, new Writer());
        resources.addDeserializer(Resource.class, new Reader());
        return Json.jsonMapper().registerModule(resources);
    }

    @SuppressWarnings("rawtypes") // Jackson finds serializers by raw class
    private static final class Writer extends JsonSerializer<Resource> {
        @Override
        public void serialize(Resource value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeStartObject();
            out.writeStringField("kind", value.kind().wireName());
            out.writeStringField("version", value.version());
            provider.defaultSerializeField("metadata", value.metadata(), out);
            provider.defaultSerializeField("spec", value.spec(), out);
            out.writeEndObject();
        }
    }

    @SuppressWarnings("rawtypes")
    private static final class Reader extends JsonDeserializer<Resource> {
        @Override
        public Resource deserialize(JsonParser in, DeserializationContext context) throws IOException {
            Document document = in.readValueAs(Document.class);
            ResourceKind kind = ResourceKind.ofWireName(document.kind == null ? "" : document.kind)
                    .orElseThrow(() -> invalid("kind '" + document.kind + "' is not known"));
            if (document.metadata == null || document.spec == null || !document.spec.isObject()) {
                throw invalid("a resource needs metadata and spec, both objects");
            }
            ResourceSpec spec = in.getCodec().treeToValue(document.spec, kind.specType());
            return new Resource<>(kind, document.version, document.metadata, spec);
        }
    }

    private record Document(String kind, String version, Metadata metadata, JsonNode spec) {}

    private static SallyportException invalid(String message) {
        return new SallyportException(ErrorCode.INVALID_RESOURCE, "REST: " + message);
    }
}
