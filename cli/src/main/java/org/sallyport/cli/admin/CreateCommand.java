package org.sallyport.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import org.sallyport.api.resource.Resource;
import org.sallyport.cli.session.Api;
import picocli.CommandLine.Command;

/** {@code sallyport admin create -f FILE}: refuses what exists already. */
@Command(name = "create", description = "Create resources from a file.", mixinStandardHelpOptions = true)
final class CreateCommand extends FileCommand {
    CreateCommand() {
        super("created");
    }

    @Override
    void send(Api api, Resource<?> resource) {
        api.post(ResourceName.collection(resource.kind()), resource, JsonNode.class);
    }
}
