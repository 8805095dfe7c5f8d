package org.sallyport.ejb.sso;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.codec.Json;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.AuthConnectorSpec;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.rest.SsoTest;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.keys.Secrets;
import org.sallyport.core.sso.Attested;
import org.sallyport.core.sso.MappedLogin;
import org.sallyport.core.sso.SsoTestRepository;
import org.sallyport.core.sso.SsoTestRepository.PendingTest;
import org.sallyport.ejb.auditlog.AuditWriter;
import org.sallyport.ejb.transaction.Transactions;

/** Tests of connectors: everything a login does up to the door, and what would be behind it. */
@ApplicationScoped
public class SsoTests {
    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final ObjectMapper JSON = Json.jsonMapper();

    private final SsoTestRepository repository;
    private final SsoDoor door;
    private final Connectors connectors;
    private final AuditWriter audit;
    private final Transactions transactions;
    private final Clock clock;

    /** For the container's proxy. */
    protected SsoTests() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public SsoTests(
            SsoTestRepository repository,
            SsoDoor door,
            Connectors connectors,
            AuditWriter audit,
            Transactions transactions,
            Clock clock) {
        this.repository = repository;
        this.door = door;
        this.connectors = connectors;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    SsoTest start(Caller caller, Resource<AuthConnectorSpec> connector) {
        String id = Secrets.token();
        PendingTest test = new PendingTest(
                Secrets.sha256Hex(id),
                connector.name(),
                caller.name(),
                clock.instant().plus(LIFE),
                Optional.empty());
        transactions.required(() -> {
            repository.insert(test);
            audit.record(AuditEvent.of(AuditEventType.SSO_TESTED)
                    .user(caller.name())
                    .address(caller.address())
                    .resource("auth_connector", connector.name())
                    .message("user '" + caller.name() + "' starts a test of connector '" + connector.name() + "'")
                    .at(clock.instant()));
            return test;
        });
        return shown(id, test);
    }

    /** @throws SallyportException NOT_FOUND */
    void requireWaiting(String id, String connector) {
        boolean waiting = stored(id)
                .filter(test ->
                        test.connector().equals(connector) && test.outcome().isEmpty())
                .isPresent();
        if (!waiting) {
            throw notFound();
        }
    }

    SsoTest find(Caller caller, String id) {
        return stored(id)
                .filter(test -> test.startedBy().equals(caller.name()))
                .map(test -> shown(id, test))
                .orElseThrow(SsoTests::notFound);
    }

    /** A refusal is an outcome here. */
    void finish(Caller caller, String id, Resource<AuthConnectorSpec> connector, Supplier<Attested> proof) {
        SsoTest.Outcome outcome = outcome(connector, proof);
        transactions.required(() -> repository.finish(Secrets.sha256Hex(id), encoded(outcome)));
        audit.recordNow(AuditEvent.of(AuditEventType.SSO_TESTED)
                .user(caller.name())
                .address(caller.address())
                .resource("auth_connector", connector.name())
                .message(
                        outcome.allowed()
                                ? "test: connector '" + connector.name() + "' would let in '" + outcome.user() + "'"
                                : "test: " + outcome.refusal())
                .field("would_be", outcome.user())
                .field("allowed", outcome.allowed())
                .at(clock.instant()));
    }

    private SsoTest.Outcome outcome(Resource<AuthConnectorSpec> connector, Supplier<Attested> proof) {
        Attested person;
        try {
            person = proof.get();
        } catch (SallyportException refusal) {
            return refused("", Map.of(), refusal);
        }
        try {
            MappedLogin mapped = door.examine(connector, person);
            return new SsoTest.Outcome(
                    true, mapped.user(), mapped.roles(), mapped.traits(), door.logins(mapped), person.attributes(), "");
        } catch (SallyportException refusal) {
            return refused(person.user(), person.attributes(), refusal);
        }
    }

    private static SsoTest.Outcome refused(
            String user, Map<String, List<String>> attributes, SallyportException refusal) {
        return new SsoTest.Outcome(false, user, List.of(), Map.of(), List.of(), attributes, refusal.userMessage());
    }

    private Optional<PendingTest> stored(String id) {
        return transactions.required(() -> repository.find(Secrets.sha256Hex(id), clock.instant()));
    }

    private SsoTest shown(String id, PendingTest test) {
        return new SsoTest(
                id,
                test.connector(),
                connectors.testUrl(test.connector(), id),
                test.expires(),
                test.outcome().map(SsoTests::decoded));
    }

    private static String encoded(SsoTest.Outcome outcome) {
        try {
            return JSON.writeValueAsString(outcome);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static SsoTest.Outcome decoded(String json) {
        try {
            return JSON.readValue(json, SsoTest.Outcome.class);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException(damaged);
        }
    }

    private static SallyportException notFound() {
        return new SallyportException(
                ErrorCode.NOT_FOUND,
                "Auth Service: there is no such test of yours that waits; start one with 'sallyport admin sso test'");
    }
}
