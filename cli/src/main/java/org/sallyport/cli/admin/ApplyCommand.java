package org.sallyport.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import org.sallyport.api.resource.Resource;
import org.sallyport.cli.session.Api;
import picocli.CommandLine.Command;

/** {@code sallyport admin apply -f FILE}: a document with a revision updates exactly that revision. */
@Command(name = "apply", description = "Create or update resources from a file.", mixinStandardHelpOptions = true)
final class ApplyCommand extends FileCommand {
    ApplyCommand() {
        super("applied");
    }

    @Override
    void send(Api api, Resource<?> resource) {
        apply(api, resource);
    }

    static void apply(Api api, Resource<?> resource) {
        String path = new ResourceName(resource.kind(), resource.name()).path();
        api.put(path, resource, resource.revision(), JsonNode.class);
    }
}
