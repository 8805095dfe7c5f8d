package org.sallyport.cli.admin;

import java.util.List;
import java.util.concurrent.Callable;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.cli.session.Api;
import org.sallyport.cli.session.GlobalOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sallyport admin rm KIND/NAME...}. */
@Command(name = "rm", description = "Delete resources.", mixinStandardHelpOptions = true)
final class RmCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options;

    @Parameters(arity = "1..*", paramLabel = "KIND/NAME", description = "Such as token/ci.")
    private List<String> what;

    @Override
    public Integer call() {
        List<ResourceName> names = what.stream().map(ResourceName::parseOne).toList();
        try (Api api = Api.of(ProfileStore.ofEnvironment().require(options.proxy()))) {
            for (ResourceName name : names) {
                api.delete(name.path());
                options.out().println(name.kind().wireName() + "/" + name.name() + " deleted");
            }
        }
        return 0;
    }
}
