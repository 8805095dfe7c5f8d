package org.sallyport.benchmarks.scale;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.sallyport.benchmarks.rest.RestClient;

/** One change of a resource, and when each watching agent had it. */
final class Broadcast {
    private static final String NAME = "scale-probe";

    private final String kind;
    private final long[] nanos;
    private final AtomicInteger next = new AtomicInteger();
    private final CountDownLatch all;
    private long begin;

    /** @param kind {@code role} or {@code lock} */
    Broadcast(String kind, int agents) {
        this.kind = kind;
        nanos = new long[agents];
        all = new CountDownLatch(agents);
    }

    boolean is(String changedKind, String name) {
        return NAME.equals(name) && kind.equals(changedKind);
    }

    void seen() {
        int index = next.getAndIncrement();
        if (index < nanos.length) {
            nanos[index] = System.nanoTime();
            all.countDown();
        }
    }

    /** @return milliseconds since the request was sent: its answer, half and 99 of 100 agents, the last, and how many */
    String run(URI server, RestClient client, String token) throws InterruptedException {
        // each time another document; the lock is on a user whom there is not, so it ends nothing
        String spec = kind.equals("lock") ? "{\"target\":{\"user\":\"" + NAME + "\"}}" : "{}";
        String document = "{\"kind\":\"" + kind + "\",\"version\":\"v1\",\"metadata\":{\"name\":\"" + NAME
                + "\",\"labels\":{\"at\":\"" + System.currentTimeMillis() + "\"}},\"spec\":" + spec + "}";
        HttpRequest request = HttpRequest.newBuilder(server.resolve("/api/v1/resources/" + kind + "/" + NAME))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .PUT(BodyPublishers.ofByteArray(document.getBytes(StandardCharsets.UTF_8)))
                .build();
        begin = System.nanoTime();
        client.send(request);
        long answered = System.nanoTime();
        boolean complete = all.await(60, TimeUnit.SECONDS);
        int had = complete ? nanos.length : Math.min(next.get(), nanos.length);
        long[] sorted = Arrays.copyOf(nanos, had);
        Arrays.sort(sorted);
        return "broadcast %.1f %.1f %.1f %.1f %d"
                .formatted((answered - begin) / 1e6, at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1), sorted.length);
    }

    private double at(long[] sorted, double share) {
        if (sorted.length == 0) {
            return 0;
        }
        int index = (int) Math.ceil(share * sorted.length) - 1;
        return (sorted[Math.max(index, 0)] - begin) / 1e6;
    }
}
