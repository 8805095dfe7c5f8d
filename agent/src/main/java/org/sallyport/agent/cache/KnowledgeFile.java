package org.sallyport.agent.cache;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.sallyport.agent.identity.DataDirectory;
import org.sallyport.agent.messages.AgentMessages;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.codec.Json;
import org.sallyport.api.codec.ResourceCodec;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.Resource;

/** What an agent knows of its cluster, on disk. Only a copy: what cannot be read is watched anew. */
final class KnowledgeFile {
    private static final String NAME = "cluster.json";

    /**
     * @param revision 0 when not everything of it was understood
     * @param confirmed when it was last known to be current
     */
    record Known(long revision, List<Authority> authorities, Collection<Resource<?>> resources, Instant confirmed) {}

    private record Document(
            String clusterId,
            long revision,
            List<Authority> authorities,
            List<JsonNode> resources,
            Instant confirmed) {}

    private final DataDirectory directory;
    private final ObjectMapper mapper = Json.jsonMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private final ResourceCodec codec = new ResourceCodec();

    KnowledgeFile(DataDirectory directory) {
        this.directory = requireNonNull(directory, "directory");
    }

    void write(String clusterId, Known known) {
        try {
            List<JsonNode> documents = new ArrayList<>();
            for (Resource<?> resource : known.resources()) {
                documents.add(mapper.readTree(codec.toJson(resource)));
            }
            Document document =
                    new Document(clusterId, known.revision(), known.authorities(), documents, known.confirmed());
            directory.write(NAME, mapper.writeValueAsBytes(document));
        } catch (IOException e) {
            throw new IllegalStateException("what was read as JSON can be written as JSON", e);
        }
    }

    /** Empty when there is none of this cluster. */
    Optional<Known> read(String clusterId) {
        return directory.read(NAME).flatMap(content -> read(clusterId, content));
    }

    private Optional<Known> read(String clusterId, byte[] content) {
        try {
            Document document = mapper.readValue(content, Document.class);
            if (!clusterId.equals(document.clusterId())) {
                return Optional.empty();
            }
            List<Resource<?>> resources = new ArrayList<>();
            for (JsonNode resource : document.resources()) {
                resources.add(codec.parseJson(resource.toString()));
            }
            return Optional.of(new Known(document.revision(), document.authorities(), resources, document.confirmed()));
        } catch (IOException | SallyportException e) {
            AgentMessages.LOG.cacheUnreadable(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
