package org.sallyport.web.json;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import org.sallyport.api.codec.ResourceCodec;
import org.sallyport.api.resource.Resource;

/** Reads a resource from the text as it was sent, so that a mistake is told with its path and line. */
@Provider
@Consumes(MediaType.APPLICATION_JSON)
public class ResourceReader implements MessageBodyReader<Resource<?>> {
    private final ResourceCodec codec = new ResourceCodec();

    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
        return type == Resource.class;
    }

    @Override
    public Resource<?> readFrom(
            Class<Resource<?>> type,
            Type generic,
            Annotation[] annotations,
            MediaType media,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        return codec.parseJson(new String(body.readAllBytes(), StandardCharsets.UTF_8));
    }
}
