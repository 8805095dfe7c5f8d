package org.sallyport.transport.algorithm;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionDisconnectHandler;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.server.SshServer;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.SshAlgorithms;

/**
 * Holds each new connection of a server to the algorithms that are allowed at that moment. One that has none of them in
 * common is told why, as far as SSH allows: most clients find out for themselves first.
 */
public final class AlgorithmGate implements SessionListener, SessionDisconnectHandler {
    private static final int LONGEST_OFFER = 1000;
    private static final Map<KexProposalOption, String> FIELDS = new EnumMap<>(Map.of(
            KexProposalOption.ALGORITHMS, "kex",
            KexProposalOption.C2SENC, "ciphers",
            KexProposalOption.S2CENC, "ciphers",
            KexProposalOption.C2SMAC, "macs",
            KexProposalOption.S2CMAC, "macs"));

    private final String layer;
    private final Supplier<SshAlgorithms> policy;
    private final BiConsumer<Session, SallyportException> refused;
    private volatile AlgorithmFactories factories;

    private AlgorithmGate(
            String layer, Supplier<SshAlgorithms> policy, BiConsumer<Session, SallyportException> refused) {
        this.layer = requireNonNull(layer, "layer");
        this.policy = requireNonNull(policy, "policy");
        this.refused = requireNonNull(refused, "refused");
        this.factories = AlgorithmFactories.server(SshAlgorithms.ALL);
    }

    /**
     * @param layer who refuses, as the refused read it
     * @param policy asked for every connection, by threads that must not block
     * @param refused told of connections that found nothing in common; must not block either
     */
    public static void install(
            SshServer server,
            String layer,
            Supplier<SshAlgorithms> policy,
            BiConsumer<Session, SallyportException> refused) {
        AlgorithmGate gate = new AlgorithmGate(layer, policy, refused);
        gate.factories.applyTo(server);
        server.addSessionListener(gate);
        server.setSessionDisconnectHandler(gate);
    }

    @Override
    public void sessionCreated(Session session) {
        try {
            factories(policy.get()).applyTo(session);
        } catch (SallyportException e) {
            refuse(session, e);
            session.close(true);
        }
    }

    private AlgorithmFactories factories(SshAlgorithms allowed) {
        AlgorithmFactories current = factories;
        if (!current.policy().equals(allowed)) {
            current = AlgorithmFactories.server(allowed);
            factories = current;
        }
        return current;
    }

    @Override
    public boolean handleKexDisconnectReason(
            Session session,
            Map<KexProposalOption, String> client,
            Map<KexProposalOption, String> server,
            Map<KexProposalOption, String> negotiated,
            KexProposalOption option)
            throws IOException {
        String field = FIELDS.get(option);
        if (field == null || negotiated.get(option) != null) {
            return false;
        }
        SallyportException refusal = new SallyportException(
                ErrorCode.UNSUPPORTED,
                layer + ": none of the SSH " + field + " offered (" + bounded(client.get(option))
                        + ") is allowed here (" + bounded(server.get(option))
                        + "); update the SSH client, or ask an administrator to widen spec.ssh_algorithms." + field
                        + " of cluster_config");
        refuse(session, refusal);
        session.disconnect(SshConstants.SSH2_DISCONNECT_KEY_EXCHANGE_FAILED, refusal.userMessage());
        return false;
    }

    private void refuse(Session session, SallyportException refusal) {
        refused.accept(session, refusal);
    }

    /** The offer is whatever a stranger sent, and has marks between the names that stand for no algorithm. */
    private static String bounded(String offer) {
        String line = Stream.of(offer.replaceAll("[^\\x21-\\x7e]", "?").split(","))
                .filter(name -> !name.startsWith("ext-info-") && !name.startsWith("kex-strict-"))
                .collect(Collectors.joining(", "));
        return line.length() <= LONGEST_OFFER ? line : line.substring(0, LONGEST_OFFER) + "...";
    }
}
