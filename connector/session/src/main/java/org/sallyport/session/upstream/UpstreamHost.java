package org.sallyport.session.upstream;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.sallyport.session.process.Host;
import org.sallyport.session.process.HostConnection;
import org.sallyport.session.process.Visitor;
import org.sallyport.session.process.Work;

/** Another SSH server, to which everything is passed on that may be. What it has, it decides itself. */
public final class UpstreamHost implements Host {
    private static final int MOST_VARIABLES = 64;
    private static final int LONGEST_VALUE = 8192;

    private final UpstreamClient client;
    private final Supplier<Destination> destination;
    private final UnaryOperator<String> line;

    /**
     * @param destination asked for each connection
     * @param line form of what people are told
     */
    public UpstreamHost(UpstreamClient client, Supplier<Destination> destination, UnaryOperator<String> line) {
        this.client = requireNonNull(client, "client");
        this.destination = requireNonNull(destination, "destination");
        this.line = requireNonNull(line, "line");
    }

    @Override
    public void require(String login) {
        // the server is not asked before it is needed; it then refuses by itself
    }

    @Override
    public boolean accepts(String name, String value, Map<String, String> collected) {
        return name.matches("[A-Za-z_][A-Za-z0-9_]{0,127}")
                && value.length() <= LONGEST_VALUE
                && value.indexOf('\0') < 0
                && collected.size() < MOST_VARIABLES;
    }

    @Override
    public Optional<String> unfit(Work work) {
        return work instanceof Work.Command command && command.line().indexOf('\uFFFD') >= 0
                ? Optional.of("the command holds characters that cannot be passed on unchanged; use UTF-8")
                : Optional.empty();
    }

    @Override
    public HostConnection connect(Visitor visitor) {
        return new UpstreamConnection(client, destination.get(), visitor, line);
    }
}
