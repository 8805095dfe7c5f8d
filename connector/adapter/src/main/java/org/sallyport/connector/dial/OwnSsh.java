package org.sallyport.connector.dial;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import org.apache.sshd.client.session.ClientSession;
import org.sallyport.connector.pipe.Relays;
import org.sallyport.connector.pipe.ServedEnd;
import org.sallyport.session.dial.DialReceiver;
import org.sallyport.session.upstream.Attempt;
import org.sallyport.session.upstream.UpstreamClient;

/** SSH that this proxy begins itself, over a stream that it dials as for a user. What fails half-way gives all back. */
public final class OwnSsh {
    private final Relays relays;
    private final UpstreamClient client;

    public OwnSsh(Relays relays, UpstreamClient client) {
        this.relays = requireNonNull(relays, "relays");
        this.client = requireNonNull(client, "client");
    }

    /** Joins this end to its target. */
    @FunctionalInterface
    public interface Dial {
        /** @param window reserved for the stream; stays reserved when this fails */
        void dial(ServedEnd end, long window);
    }

    /** Blocks. @throws org.sallyport.api.error.SallyportException when there is no way to the target */
    public ClientSession connect(Dial dial, Attempt attempt) throws IOException {
        ServedEnd end = new ServedEnd();
        long window = relays.reserve();
        try {
            dial.dial(end, window);
        } catch (RuntimeException e) {
            relays.release(window);
            throw e;
        }
        DialReceiver begun = null;
        try {
            begun = client.over(end, attempt);
            end.open(begun);
            return client.session(attempt);
        } catch (IOException | RuntimeException e) {
            // the pipe would keep its window, and the user's seat, for as long as the node likes
            end.abort();
            if (begun != null) {
                begun.closed();
            }
            throw e;
        }
    }
}
