package org.sallyport.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.sallyport.api.codec.Json;

/** Prints one answer in the format asked for. */
public final class Printer {
    private final PrintWriter out;
    private final Format format;

    public Printer(PrintWriter out, Format format) {
        this.out = out;
        this.format = format;
    }

    /** The record itself as JSON or YAML, or what {@code text} makes of it. */
    public void print(Object answer, Supplier<String> text) {
        try {
            switch (format) {
                case TEXT -> out.print(text.get());
                case JSON ->
                    out.println(
                            Json.jsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(answer));
                case YAML -> out.print(Json.yamlMapper().writeValueAsString(answer));
            }
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
        out.flush();
    }
}
