package org.sallyport.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sallyport.api.codec.ResourceCodec;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.cli.session.Api;
import org.sallyport.cli.session.GlobalOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sallyport admin edit KIND/NAME}: in $EDITOR; saved only over the revision that was opened. */
@Command(name = "edit", description = "Edit a resource in $EDITOR.", mixinStandardHelpOptions = true)
final class EditCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options;

    @Parameters(paramLabel = "KIND/NAME", description = "Such as role/access.")
    private String what;

    @Override
    public Integer call() {
        ResourceName name = ResourceName.parseOne(what);
        ResourceCodec codec = new ResourceCodec();
        try (Api api = Api.of(ProfileStore.ofEnvironment().require(options.proxy()))) {
            String before = codec.toYaml(
                    codec.parseJson(api.get(name.path(), JsonNode.class).toString()));
            Path file = Files.createTempFile("sallyport-edit-", ".yaml");
            Files.writeString(file, before);
            edit(file);
            String after = Files.readString(file);
            if (after.equals(before)) {
                options.out().println("Nothing changed.");
                Files.delete(file);
                return 0;
            }
            save(api, codec, file, after);
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        options.out().println(name.kind().wireName() + "/" + name.name() + " updated");
        return 0;
    }

    private static void save(Api api, ResourceCodec codec, Path file, String after) {
        try {
            ApplyCommand.apply(api, codec.parseYaml(after));
        } catch (SallyportException e) {
            throw new SallyportException(e.code(), e.userMessage() + ". Your text is kept in " + file, e.details(), e);
        }
    }

    private static void edit(Path file) throws IOException {
        String editor = Optional.ofNullable(System.getenv("VISUAL"))
                .or(() -> Optional.ofNullable(System.getenv("EDITOR")))
                .orElse("vi");
        try {
            // the shell, because $EDITOR may hold options
            int exit = new ProcessBuilder("sh", "-c", editor + " \"$1\"", "sh", file.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new SallyportException(
                        ErrorCode.INVALID_ARGUMENT,
                        "cli: the editor '" + editor + "' ended with " + exit + "; nothing was changed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SallyportException(ErrorCode.INVALID_ARGUMENT, "cli: interrupted; nothing was changed");
        }
    }
}
