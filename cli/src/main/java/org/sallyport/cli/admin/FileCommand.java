package org.sallyport.cli.admin;

import java.util.concurrent.Callable;
import org.sallyport.api.resource.Resource;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.cli.session.Api;
import org.sallyport.cli.session.GlobalOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends each resource of a file, in order; the first refusal ends it. */
abstract class FileCommand implements Callable<Integer> {
    private final String done;

    @Mixin
    private GlobalOptions options;

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "YAML or JSON; - for stdin.")
    private String file;

    /** @param done what is told of each resource, as in "role/dev applied" */
    FileCommand(String done) {
        this.done = done;
    }

    abstract void send(Api api, Resource<?> resource);

    @Override
    public final Integer call() {
        try (Api api = Api.of(ProfileStore.ofEnvironment().require(options.proxy()))) {
            for (Resource<?> resource : Documents.read(file)) {
                send(api, resource);
                options.out().println(resource.kind().wireName() + "/" + resource.name() + " " + done);
            }
        }
        return 0;
    }
}
