package org.sallyport.agent.main;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.sallyport.agent.identity.DataDirectory;
import org.sallyport.agent.messages.AgentMessages;
import org.sallyport.agent.tunnel.Tunnel;
import org.sallyport.agent.tunnel.TunnelListener;
import org.sallyport.api.codec.Json;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.node.NegotiatedAlgorithms;

/** Leaves word of the tunnel where {@code sallyport-agent status} finds it, and passes it on. */
final class StatusFile implements TunnelListener {
    private static final String FILE = "status.json";

    /**
     * @param cause empty while the tunnel is up
     * @param algorithms of the tunnel that is up
     */
    record Status(boolean up, String cause, Instant since, Optional<NegotiatedAlgorithms> algorithms) {
        Status {
            // a file of an earlier version has none
            algorithms = algorithms == null ? Optional.empty() : algorithms;
        }
    }

    private final DataDirectory directory;
    private final TunnelListener next;
    private final Clock clock;
    private final ObjectMapper mapper = Json.jsonMapper();
    private String last = "";

    StatusFile(DataDirectory directory, TunnelListener next, Clock clock) {
        this.directory = directory;
        this.next = next;
        this.clock = clock;
    }

    static Optional<Status> read(Path directory) {
        return DataDirectory.read(directory, FILE).flatMap(content -> {
            try {
                return Optional.of(Json.jsonMapper().readValue(content, Status.class));
            } catch (IOException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public void up(Tunnel tunnel) {
        write(new Status(true, "", clock.instant(), Optional.of(tunnel.algorithms())));
        next.up(tunnel);
    }

    @Override
    public void down(String cause) {
        if (!cause.equals(last)) {
            write(new Status(false, cause, clock.instant(), Optional.empty()));
        }
        next.down(cause);
    }

    private void write(Status status) {
        last = status.cause();
        try {
            directory.write(FILE, mapper.writeValueAsBytes(status));
        } catch (IOException | SallyportException e) {
            // only for show: a full disk must not cost the tunnel
            AgentMessages.LOG.notClosed(e);
        }
    }
}
