package org.sallyport.cli.admin;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.rest.Page;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.cli.session.Api;
import org.sallyport.cli.session.GlobalOptions;
import org.sallyport.core.remote.ApiRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What {@code tokens}, {@code users}, {@code roles} and {@code locks} have in common: {@code ls} and {@code rm} of their kind. */
abstract class KindCommands implements Runnable {
    private final String kind;

    KindCommands(String kind) {
        this.kind = kind;
    }

    @Command(name = "ls", description = "List them.", mixinStandardHelpOptions = true)
    int list(@Mixin GlobalOptions options) {
        ResourcePrinter printer = new ResourcePrinter(options);
        try (Api api = Api.of(ProfileStore.ofEnvironment().require(options.proxy()))) {
            List<Resource<?>> resources = new ArrayList<>();
            api.all(ApiRequest.get(ResourceName.parse(kind).path()), new TypeReference<Page<JsonNode>>() {})
                    .forEach(document -> resources.add(printer.parse(document)));
            printer.print(resources, false);
        }
        return 0;
    }

    @Command(name = "rm", description = "Delete one.", mixinStandardHelpOptions = true)
    int remove(@Mixin GlobalOptions options, @Parameters(paramLabel = "NAME") String name) {
        ResourceName wanted = ResourceName.parseOne(kind + "/" + name);
        try (Api api = Api.of(ProfileStore.ofEnvironment().require(options.proxy()))) {
            api.delete(wanted.path());
            options.out().println(kind + "/" + name + " deleted");
        }
        return 0;
    }
}
