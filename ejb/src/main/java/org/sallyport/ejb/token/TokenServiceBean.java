package org.sallyport.ejb.token;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Local;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptors;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.codec.TimeSpans;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.resource.TokenSpec;
import org.sallyport.api.rest.TokenCreated;
import org.sallyport.api.rest.TokenCreation;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.cluster.ClusterService;
import org.sallyport.core.keys.Secrets;
import org.sallyport.core.token.JoinTokenSecretRepository;
import org.sallyport.core.token.JoinTokenSecretRepository.TokenSecret;
import org.sallyport.core.token.TokenService;
import org.sallyport.ejb.access.Authorizer;
import org.sallyport.ejb.failure.Translated;
import org.sallyport.ejb.resource.ResourceWriter;
import org.sallyport.ejb.transaction.Transactions;

/** See {@link TokenService}. A token grants no rights to resources, only membership: {@code token create} is enough. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@Local(TokenService.class)
@Interceptors(Translated.class)
public class TokenServiceBean implements TokenService {
    static final Duration DEFAULT_TTL = Duration.ofMinutes(30);
    static final Duration MIN_TTL = Duration.ofMinutes(1);
    static final Duration MAX_TTL = Duration.ofDays(30);
    private static final int MADE_UP_NAME = 10;

    private final Authorizer authorizer;
    private final ResourceWriter writer;
    private final JoinTokenSecretRepository secrets;
    private final ClusterService cluster;
    private final Transactions transactions;
    private final Clock clock;

    /** For the container. */
    public TokenServiceBean() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public TokenServiceBean(
            Authorizer authorizer,
            ResourceWriter writer,
            JoinTokenSecretRepository secrets,
            ClusterService cluster,
            Transactions transactions,
            Clock clock) {
        this.authorizer = authorizer;
        this.writer = writer;
        this.secrets = secrets;
        this.cluster = cluster;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public TokenCreated create(Caller caller, TokenCreation request) {
        String secret = Secrets.token();
        String name = request.name() == null || request.name().isBlank()
                ? "join-" + Secrets.token().substring(0, MADE_UP_NAME)
                : request.name();
        Instant expires = clock.instant().plus(ttl(request.ttl()));
        List<ServiceType> services = request.services() == null ? List.of() : request.services();
        Set<ServiceType> wanted = services.isEmpty() ? Set.of() : EnumSet.copyOf(services);
        Resource<TokenSpec> token = Resource.of(
                Metadata.named(name).withExpires(expires),
                new TokenSpec(wanted, TokenSpec.METHOD_TOKEN, Optional.ofNullable(request.maxUses())));
        authorizer.require(caller, "create", "token", name);
        transactions.required(() -> {
            Resource<?> stored = writer.insert(caller, token);
            // What an earlier, expired token of this name left behind goes first.
            secrets.delete(name);
            secrets.insert(new TokenSecret(name, Secrets.sha256Hex(secret), 0));
            return stored;
        });
        return new TokenCreated(
                name,
                name + "." + secret,
                List.copyOf(token.spec().services()),
                expires,
                cluster.info().caPins());
    }

    private static Duration ttl(String ttl) {
        if (ttl == null || ttl.isBlank()) {
            return DEFAULT_TTL;
        }
        Duration wanted = TimeSpans.parse(ttl);
        if (wanted.compareTo(MIN_TTL) < 0 || wanted.compareTo(MAX_TTL) > 0) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT, "Auth Service: a join token lives between 1m and 30d, not " + ttl);
        }
        return wanted;
    }
}
