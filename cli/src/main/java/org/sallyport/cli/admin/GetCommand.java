package org.sallyport.cli.admin;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.rest.Page;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.cli.session.Api;
import org.sallyport.cli.session.GlobalOptions;
import org.sallyport.core.remote.ApiRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sallyport admin get KIND[/NAME]}. */
@Command(name = "get", description = "Show resources of a kind, or one of them.", mixinStandardHelpOptions = true)
final class GetCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options;

    @Parameters(paramLabel = "KIND[/NAME]", description = "Such as roles, or role/access.")
    private String what;

    @Override
    public Integer call() {
        ResourceName wanted = ResourceName.parse(what);
        ResourcePrinter printer = new ResourcePrinter(options);
        try (Api api = Api.of(ProfileStore.ofEnvironment().require(options.proxy()))) {
            if (wanted.name().isEmpty()) {
                List<Resource<?>> resources = new ArrayList<>();
                api.all(ApiRequest.get(wanted.path()), new TypeReference<Page<JsonNode>>() {})
                        .forEach(document -> resources.add(printer.parse(document)));
                printer.print(resources, false);
            } else {
                printer.print(List.of(printer.parse(api.get(wanted.path(), JsonNode.class))), true);
            }
        }
        return 0;
    }
}
