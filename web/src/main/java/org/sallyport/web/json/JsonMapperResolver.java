package org.sallyport.web.json;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.ext.ContextResolver;
import jakarta.ws.rs.ext.Provider;

/** Makes RESTEasy's Jackson provider use the product's own mapper for every body. */
@Provider
public class JsonMapperResolver implements ContextResolver<ObjectMapper> {
    private final ObjectMapper mapper = RestJson.mapper();

    @Override
    public ObjectMapper getContext(Class<?> type) {
        return mapper;
    }
}
