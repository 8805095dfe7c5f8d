package org.sallyport.tests.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import org.sallyport.api.codec.Json;
import org.sallyport.tests.cluster.Cluster;

/** The OpenAPI document as a running server publishes it. */
final class PublishedApi {
    private PublishedApi() {}

    /** What is said of each call, by {@code get /api/v1/ping} and the like. */
    static Map<String, JsonNode> calls(Cluster cluster) throws JsonProcessingException {
        JsonNode document = Json.jsonMapper()
                .readTree(cluster.network()
                        .client()
                        .command(
                                "curl",
                                "-sfk",
                                "-H",
                                "Accept: application/json",
                                "https://" + cluster.server().publicAddress() + "/openapi")
                        .run()
                        .succeeded()
                        .out());
        Map<String, JsonNode> calls = new TreeMap<>();
        document.get("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(operation -> calls.put(operation.getKey() + " " + path.getKey(), operation.getValue())));
        return calls;
    }
}
