package org.sallyport.ejb.limit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.caller.Caller;

/**
 * Token buckets for calls that need no login, one per address and kind of call. Bounded: the address unused for longest
 * is forgotten first, and by then its bucket has long been full again under any load that fits the bound.
 */
@ApplicationScoped
public class AddressLimiter {
    static final int MAX_BUCKETS = 50_000;

    /** What is limited; burst and tokens per second. A NAT may hide a whole fleet that joins at once. */
    public enum Call {
        LOGIN(60, 1),
        INVITE(60, 1),
        JOIN(500, 20),
        /** Logins by a connector, and tests of one. */
        SSO(60, 1),
        /** Programs that ask for their user's browser. */
        BROWSER_LOGIN(30, 0.5),
        /** Codes and questions of those programs; each asks every few seconds. */
        REDEEM(240, 8),
        /** User codes typed by somebody who is logged in; a code is 35 bits. */
        USER_CODE(20, 0.1),
        /** Changes of passwords by somebody who is logged in: each costs up to two slow hashes. */
        PASSWORD(20, 0.1),
        /** Unknown bearer tokens only. */
        AUTHENTICATE(200, 10);

        private final double burst;
        private final double perSecond;

        Call(double burst, double perSecond) {
            this.burst = burst;
            this.perSecond = perSecond;
        }
    }

    private record Key(Call call, String network) {}

    private record Bucket(double tokens, long millis) {}

    private final Clock clock;
    private final Map<Key, Bucket> buckets = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Bucket> eldest) {
            return size() > MAX_BUCKETS;
        }
    };

    /** For the container's proxy. */
    protected AddressLimiter() {
        this(null);
    }

    @Inject
    public AddressLimiter(Clock clock) {
        this.clock = clock;
    }

    /** Takes one call from the bucket. @throws SallyportException RATE_LIMITED when it is empty */
    public void acquire(Call call, Caller.Anonymous caller) {
        Key key = new Key(call, network(caller.address()));
        long now = clock.millis();
        synchronized (buckets) {
            Bucket old = buckets.getOrDefault(key, new Bucket(call.burst, now));
            double tokens = Math.min(call.burst, old.tokens() + (now - old.millis()) * call.perSecond / 1000);
            if (tokens < 1) {
                throw new SallyportException(
                        ErrorCode.RATE_LIMITED,
                        "Auth Service: too many attempts from your address; wait a minute and try again",
                        "call=" + call);
            }
            buckets.put(key, new Bucket(tokens - 1, now));
        }
    }

    /** An IPv6 subscriber has a /64 at least: counting single addresses would limit nothing. */
    static String network(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            // A literal with a colon is never looked up in DNS.
            byte[] bytes = java.net.InetAddress.getByName(address).getAddress();
            return bytes.length == 16 ? java.util.HexFormat.of().formatHex(bytes, 0, 8) : address;
        } catch (java.net.UnknownHostException malformed) {
            return address;
        }
    }
}
