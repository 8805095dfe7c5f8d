package org.sallyport.agent.identity;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.codec.Json;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.rest.ClusterInfo;
import org.sallyport.core.keys.Secret;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.core.keys.TlsKeys;

/**
 * The identity at rest. Keys and certificates are one file, because a key without its certificate is worth nothing: a
 * renewal is one atomic write.
 */
public final class IdentityStore {
    public static final String FILE = "identity.json";
    private final DataDirectory directory;
    private final ObjectMapper mapper = mapper();

    public IdentityStore(DataDirectory directory) {
        this.directory = directory;
    }

    /** @throws SallyportException STORE_UNAVAILABLE when it is damaged */
    public Optional<AgentIdentity> load() {
        return directory.read(FILE).map(content -> decode(mapper, directory.path(), content));
    }

    /** For those who only look, without holding the directory. */
    public static Optional<AgentIdentity> peek(Path directory) {
        return DataDirectory.read(directory, FILE).map(content -> decode(mapper(), directory, content));
    }

    public void save(AgentIdentity identity) {
        AgentKeys keys = identity.keys();
        Document document = new Document(
                identity.hostId(),
                new TreeSet<>(identity.services()),
                SshKeys.privatePem(keys.host()).reveal(),
                SshKeys.privatePem(keys.tunnel()).reveal(),
                TlsKeys.privatePem(keys.tls().getPrivate()).reveal(),
                TlsKeys.publicPem(keys.tls().getPublic()),
                SshKeys.line(identity.hostCertificate()),
                SshKeys.line(identity.tunnelCertificate()),
                TlsKeys.chainPem(identity.tlsChain()),
                identity.issued(),
                identity.expires(),
                identity.authorities(),
                identity.cluster());
        try {
            directory.write(FILE, mapper.writeValueAsBytes(document));
        } catch (IOException e) {
            throw new SallyportException(ErrorCode.INTERNAL, "the agent's identity cannot be encoded", "", e);
        }
    }

    private static AgentIdentity decode(ObjectMapper mapper, Path directory, byte[] content) {
        try {
            Document document = mapper.readValue(content, Document.class);
            AgentKeys keys = new AgentKeys(
                    SshKeys.parsePrivate(new Secret(document.hostKey())),
                    SshKeys.parsePrivate(new Secret(document.tunnelKey())),
                    new java.security.KeyPair(
                            TlsKeys.parsePublic(document.tlsPublicKey()),
                            TlsKeys.parsePrivate(new Secret(document.tlsKey()))));
            return new AgentIdentity(
                    document.hostId(),
                    document.services(),
                    keys,
                    SshKeys.parseCertificate(document.hostCertificate()),
                    SshKeys.parseCertificate(document.tunnelCertificate()),
                    TlsKeys.parseChain(document.tlsCertificate()),
                    document.issued(),
                    document.expires(),
                    document.authorities(),
                    document.cluster());
        } catch (IOException | RuntimeException e) {
            throw new SallyportException(
                    ErrorCode.STORE_UNAVAILABLE,
                    "data_dir: " + directory.resolve(FILE)
                            + " is damaged; restore it, or move it away and join anew with a fresh token",
                    String.valueOf(e.getMessage()),
                    e);
        }
    }

    private static ObjectMapper mapper() {
        return Json.jsonMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    /** Without a toString of its own a record prints its parts; these must not be printed. */
    private record Document(
            String hostId,
            Set<ServiceType> services,
            String hostKey,
            String tunnelKey,
            String tlsKey,
            String tlsPublicKey,
            String hostCertificate,
            String tunnelCertificate,
            String tlsCertificate,
            Instant issued,
            Instant expires,
            List<Authority> authorities,
            ClusterInfo cluster) {
        @Override
        public String toString() {
            return "identity of " + hostId;
        }
    }
}
