package org.sallyport.connector.rpc;

import static java.util.Objects.requireNonNull;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.connector.ConnectorLog;
import org.sallyport.connector.auth.LiveTrust;
import org.sallyport.core.ca.X509CertificateChecker;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.ConnectorListener;
import org.sallyport.core.identity.SshIdentity;
import org.sallyport.core.identity.SshIdentity.AgentIdentity;

/**
 * Takes the caller of every call from its TLS certificate, checked against the trust of this moment: a connection, or a
 * resumed session, may be older than a revocation or a rotation.
 */
final class AgentGate implements ServerInterceptor {
    private static final Context.Key<Caller.Agent> CALLER = Context.key("sallyport-caller");

    private final ConnectorListener listener;
    private final LiveTrust trust;
    private final X509CertificateChecker checker;

    AgentGate(ConnectorListener listener, LiveTrust trust, X509CertificateChecker checker) {
        this.listener = requireNonNull(listener, "listener");
        this.trust = requireNonNull(trust, "trust");
        this.checker = requireNonNull(checker, "checker");
    }

    /** The agent whose call is being served. */
    static Caller.Agent caller() {
        return requireNonNull(CALLER.get(), "no caller");
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        SocketAddress remote = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        Optional<TunnelAddress> tunnel = TunnelAddress.of(remote);
        String address = tunnel.map(TunnelAddress::address).orElse(ip(remote));
        List<X509Certificate> chain = List.of();
        try {
            chain = chain(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
            Caller.Agent caller = caller(chain, tunnel, address);
            return Contexts.interceptCall(Context.current().withValue(CALLER, caller), call, headers, next);
        } catch (SallyportException refusal) {
            refused(chain, address, refusal);
            call.close(GrpcStatus.of(refusal), new Metadata());
            return new ServerCall.Listener<>() {};
        }
    }

    private Caller.Agent caller(List<X509Certificate> chain, Optional<TunnelAddress> tunnel, String address) {
        // not as of the last look: agents hear of withdrawn keys at once, and would renew with them
        AgentIdentity agent = checker.checkAgent(chain, trust.refresh());
        if (tunnel.isPresent() && !tunnel.get().hostId().equals(agent.hostId())) {
            throw new SallyportException(
                    ErrorCode.CERTIFICATE_UNTRUSTED,
                    "component API: the certificate is not that of the agent whose tunnel this is; join it anew",
                    "tunnel of " + tunnel.get().hostId() + ", certificate of " + agent.hostId());
        }
        Optional<SallyportException> refusal = listener.admit((SshIdentity) agent, address);
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        return new Caller.Agent(agent.hostId(), agent.nodeName(), agent.services(), address);
    }

    private static List<X509Certificate> chain(SSLSession session) {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            for (Certificate certificate : session == null ? new Certificate[0] : session.getPeerCertificates()) {
                chain.add((X509Certificate) certificate);
            }
        } catch (SSLPeerUnverifiedException e) {
            throw required(e);
        }
        if (chain.isEmpty()) {
            throw required(null);
        }
        return chain;
    }

    private static SallyportException required(Exception cause) {
        return new SallyportException(
                ErrorCode.CERTIFICATE_REQUIRED,
                "component API: no certificate was presented; only joined agents may call",
                "",
                cause);
    }

    private void refused(List<X509Certificate> chain, String address, SallyportException refusal) {
        String claimed = chain.isEmpty()
                ? ""
                : chain.getFirst().getSubjectX500Principal().getName();
        ConnectorLog.LOG.componentRefused(claimed, address, refusal.userMessage(), refusal.details());
        try {
            listener.componentRefused(claimed, address, refusal);
        } catch (RuntimeException e) {
            ConnectorLog.LOG.reportFailed("a refused component call from " + address, e);
        }
    }

    private static String ip(SocketAddress remote) {
        return remote instanceof InetSocketAddress inet ? inet.getAddress().getHostAddress() : "";
    }
}
