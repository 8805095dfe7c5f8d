package org.sallyport.transport.algorithm;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.Function;
import org.apache.sshd.client.kex.DHGClient;
import org.apache.sshd.client.kex.DHGEXClient;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.OptionalFeature;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.DHFactory;
import org.apache.sshd.common.kex.KexFactoryManager;
import org.apache.sshd.common.kex.KeyExchangeFactory;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.mac.Mac;
import org.apache.sshd.server.kex.DHGEXServer;
import org.apache.sshd.server.kex.DHGServer;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.SshAlgorithms;

/** The algorithms of a policy as MINA's factories, those left out that this Java does not have. */
public final class AlgorithmFactories {
    private final SshAlgorithms policy;
    private final List<KeyExchangeFactory> kex;
    private final List<NamedFactory<Cipher>> ciphers;
    private final List<NamedFactory<Mac>> macs;

    private AlgorithmFactories(SshAlgorithms policy, Function<DHFactory, KeyExchangeFactory> exchange) {
        this.policy = requireNonNull(policy, "policy");
        kex = supported("key exchanges", policy.allowedKex(), AlgorithmFactories::exchange).stream()
                .map(exchange)
                .toList();
        ciphers = List.copyOf(supported("ciphers", policy.allowedCiphers(), BuiltinCiphers::fromFactoryName));
        macs = List.copyOf(supported("MACs", policy.allowedMacs(), BuiltinMacs::fromFactoryName));
    }

    /** For connections that are accepted. @throws SallyportException UNSUPPORTED */
    public static AlgorithmFactories server(SshAlgorithms policy) {
        return new AlgorithmFactories(
                policy, dh -> dh.isGroupExchange() ? DHGEXServer.newFactory(dh) : DHGServer.newFactory(dh));
    }

    /** For connections that are made. @throws SallyportException UNSUPPORTED */
    public static AlgorithmFactories client(SshAlgorithms policy) {
        return new AlgorithmFactories(
                policy, dh -> dh.isGroupExchange() ? DHGEXClient.newFactory(dh) : DHGClient.newFactory(dh));
    }

    SshAlgorithms policy() {
        return policy;
    }

    /** A session keeps what it is given when others get something else, through later key exchanges too. */
    public void applyTo(KexFactoryManager target) {
        target.setKeyExchangeFactories(kex);
        target.setCipherFactories(ciphers);
        target.setMacFactories(macs);
    }

    private static DHFactory exchange(String name) {
        return MlKemHybrid.NAME.equals(name) ? new MlKemHybrid() : BuiltinDHFactories.fromFactoryName(name);
    }

    /** MINA would take an empty list as none set, and offer everything. */
    private static <F extends OptionalFeature> List<F> supported(
            String what, List<String> names, Function<String, F> byName) {
        List<F> found =
                names.stream().map(byName).filter(OptionalFeature::isSupported).toList();
        if (found.isEmpty()) {
            throw new SallyportException(
                    ErrorCode.UNSUPPORTED,
                    "SSH: of the allowed " + what + " (" + String.join(", ", names) + ") Java "
                            + Runtime.version().feature()
                            + " has none; run Sallyport with Java 25, or widen spec.ssh_algorithms of cluster_config");
        }
        return found;
    }
}
