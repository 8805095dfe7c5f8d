package org.sallyport.core.remote;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.codec.Json;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.AuthoritiesAnswer;
import org.sallyport.core.keys.Secret;

/**
 * Dials a node with a login's token: the cluster's HTTPS port turns the connection into one with the node's agent
 * (docs/protocol/upgrade.md). The server is proved before it is told the token, with a pin in the same connection
 * (docs/adr/0010-tls-binding.md).
 */
public final class DialClient {
    private static final String PATH = "/api/v1/dial";
    private static final String DIAL = "sallyport-dial";

    private final ClusterAddress address;
    private final ServerTrust trust;
    private final Clock clock;
    private final HttpsRoute route;
    private final ObjectMapper mapper;
    private final RemoteFailures failures;
    private final Consumer<List<Authority>> learnt;

    /** @param limit for all of it: name resolution excepted, connection, proxy, TLS, the server's dial */
    public DialClient(
            ClusterAddress address, ServerTrust trust, Optional<HttpProxy> proxy, Duration limit, Clock clock) {
        this(address, trust, proxy, limit, clock, ignored -> {});
    }

    /** @param learnt told the cluster's authorities when a server has proved itself by one of them, before the dial */
    public DialClient(
            ClusterAddress address,
            ServerTrust trust,
            Optional<HttpProxy> proxy,
            Duration limit,
            Clock clock,
            Consumer<List<Authority>> learnt) {
        this.learnt = requireNonNull(learnt, "learnt");
        this.address = requireNonNull(address, "address");
        this.trust = requireNonNull(trust, "trust");
        this.clock = requireNonNull(clock, "clock");
        this.route = new HttpsRoute(address, proxy, limit);
        this.mapper = Json.jsonMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        this.failures = new RemoteFailures(address, mapper);
    }

    /**
     * Blocks.
     *
     * @param node name or host id, with or without the cluster's suffix
     * @param resumable whether the agent is asked for a stream that can be resumed
     * @return a channel whose socket does not block
     * @throws SallyportException what the server refused with; PROXY_UNREACHABLE, CERTIFICATE_UNTRUSTED, CA_PIN_MISMATCH
     */
    public TlsChannel dial(String node, Secret token, boolean resumable) {
        ApiRequest wanted = ApiRequest.get(PATH).query("node", node).bearer(token);
        ApiRequest request = resumable ? wanted.header("Sallyport-Resume", "1") : wanted;
        return switch (trust) {
            case ServerTrust.SystemPki ignored -> route.verified((line, channel) -> route.upgrade(line, request, DIAL));
            case ServerTrust.CaPin pin -> bound(BindingCheck.byPin(pin, address, clock), request);
            case ServerTrust.KnownAuthority known -> bound(BindingCheck.byAuthority(known, address, clock), request);
        };
    }

    private TlsChannel bound(BindingCheck check, ApiRequest request) {
        return route.unverified((line, channel) -> {
            prove(check, line, channel);
            route.upgrade(line, request, DIAL);
        });
    }

    private void prove(BindingCheck check, HttpLine line, TlsChannel channel) throws IOException {
        ApiRequest question = ApiRequest.get("/api/v1/authorities").query("nonce", check.ownNonce());
        HttpHead head = line.exchange(address, question);
        byte[] body = line.body(head);
        if (head.status() != 200) {
            throw failures.of(head.status(), body);
        }
        AuthoritiesAnswer answer = answer(body);
        check.verifiedLeaf(answer, channel.session());
        learnt.accept(answer.authorities());
    }

    private AuthoritiesAnswer answer(byte[] body) {
        try {
            return mapper.readValue(body, AuthoritiesAnswer.class);
        } catch (IOException e) {
            throw failures.unreadable(e);
        }
    }
}
