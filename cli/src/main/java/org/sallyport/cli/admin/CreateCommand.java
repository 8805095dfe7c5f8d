package org.sallyport.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import org.sallyport.api.resource.Resource;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.cli.session.Api;
import org.sallyport.cli.session.GlobalOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sallyport admin create -f FILE}: refuses what exists already. */
@Command(name = "create", description = "Create resources from a file.", mixinStandardHelpOptions = true)
final class CreateCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options;

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "YAML or JSON; - for stdin.")
    private String file;

    @Override
    public Integer call() {
        try (Api api = Api.of(ProfileStore.ofEnvironment().require(options.proxy()))) {
            for (Resource<?> resource : Documents.read(file)) {
                api.post(ResourceName.collection(resource.kind()), resource, JsonNode.class);
                options.out().println(resource.kind().wireName() + "/" + resource.name() + " created");
            }
        }
        return 0;
    }
}
