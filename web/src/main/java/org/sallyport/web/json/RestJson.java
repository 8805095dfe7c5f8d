package org.sallyport.web.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import org.sallyport.api.codec.Json;
import org.sallyport.api.codec.ResourceCodec;
import org.sallyport.api.resource.Resource;

/** The product's mapper, writing resources as the documents they are everywhere else. {@link ResourceReader} reads them. */
public final class RestJson {
    private RestJson() {}

    /** A new mapper; callers keep it. */
    public static ObjectMapper mapper() {
        SimpleModule resources = new SimpleModule("sallyport-resources");
        resources.addSerializer(Resource.class, new Writer());
        return Json.jsonMapper().registerModule(resources);
    }

    @SuppressWarnings("rawtypes") // Jackson finds serializers by raw class
    private static final class Writer extends JsonSerializer<Resource> {
        private final ResourceCodec codec = new ResourceCodec();

        @Override
        public void serialize(Resource value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeRawValue(codec.toJson((Resource<?>) value));
        }
    }
}
