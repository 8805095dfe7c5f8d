package org.sallyport.tests.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.ClusterExtension;

/** The document that the server publishes against the resources that it serves. */
@ExtendWith(ClusterExtension.class)
final class OpenApiIT {
    private static final String BASE = "/api/";
    private static final Map<Class<? extends Annotation>, String> VERBS =
            Map.of(GET.class, "get", POST.class, "post", PUT.class, "put", DELETE.class, "delete");

    /** Files are not read whole, as JAX-RS would: a servlet answers (docs/adr/0042). */
    private static final Set<String> OF_SERVLETS = Set.of("get /api/v1/files", "put /api/v1/files");

    @Test
    void everyCallIsInThePublishedDocumentWithWordsAndAnAnswer(Cluster cluster) throws Exception {
        Map<String, JsonNode> published = PublishedApi.calls(cluster);
        Set<String> incomplete = new TreeSet<>();
        published.forEach((call, said) -> {
            if (!said.path("responses").properties().iterator().hasNext()
                    || said.path("summary").asText().isBlank()) {
                incomplete.add(call);
            }
        });
        Set<String> served = served();
        assertThat(served).hasSizeGreaterThan(15);
        assertThat(published.keySet()).isEqualTo(served);
        assertThat(incomplete).as("calls without a summary or a response").isEmpty();
    }

    private static Set<String> served() {
        Stream<String> ofResources = new ClassFileImporter()
                .importPackages("org.sallyport.web").stream()
                        // others need what only the server has
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .map(JavaClass::reflect)
                        .flatMap(OpenApiIT::calls);
        return Stream.concat(ofResources, OF_SERVLETS.stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> calls(Class<?> resource) {
        return Stream.of(resource.getDeclaredMethods()).flatMap(method -> VERBS.keySet().stream()
                .filter(method::isAnnotationPresent)
                .map(verb -> VERBS.get(verb).toLowerCase(Locale.ROOT) + " " + path(resource, method)));
    }

    private static String path(Class<?> resource, Method method) {
        String path = BASE + resource.getAnnotation(Path.class).value();
        return method.isAnnotationPresent(Path.class)
                ? path + "/" + method.getAnnotation(Path.class).value()
                : path;
    }
}
