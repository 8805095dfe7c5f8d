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

/** {@code sallyport admin apply -f FILE}: a document with a revision updates exactly that revision. */
@Command(name = "apply", description = "Create or update resources from a file.", mixinStandardHelpOptions = true)
final class ApplyCommand implements Callable<Integer> {
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
                apply(api, resource);
                options.out().println(resource.kind().wireName() + "/" + resource.name() + " applied");
            }
        }
        return 0;
    }

    static void apply(Api api, Resource<?> resource) {
        String path = new ResourceName(resource.kind(), resource.name()).path();
        api.put(path, resource, resource.revision(), JsonNode.class);
    }
}
