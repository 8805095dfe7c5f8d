package org.sallyport.ejb.sso;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Local;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptors;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.AuthConnectorSpec;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.rest.CertificateRequest;
import org.sallyport.api.rest.ConnectorView;
import org.sallyport.api.rest.LoginResponse;
import org.sallyport.api.rest.SsoLoginRequest;
import org.sallyport.api.rest.SsoTest;
import org.sallyport.api.rest.SsoTestRequest;
import org.sallyport.api.rest.SsoUser;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.sso.Attested;
import org.sallyport.core.sso.MappedLogin;
import org.sallyport.core.sso.SsoService;
import org.sallyport.ejb.failure.Translated;
import org.sallyport.ejb.limit.AddressLimiter;

/** See {@link SsoService}. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@Local(SsoService.class)
@Interceptors(Translated.class)
public class SsoServiceBean implements SsoService {
    private static final CertificateRequest NO_KEYS = new CertificateRequest(null, null, null);
    /** Where a browser that came for a test is sent. */
    private static final String TESTED = "sso-tested";

    private final AddressLimiter limiter;
    private final Connectors connectors;
    private final ProviderLogins providers;
    private final RealmLogin realms;
    private final SsoDoor door;
    private final SsoTests tests;

    /** For the container. */
    public SsoServiceBean() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public SsoServiceBean(
            AddressLimiter limiter,
            Connectors connectors,
            ProviderLogins providers,
            RealmLogin realms,
            SsoDoor door,
            SsoTests tests) {
        this.limiter = limiter;
        this.connectors = connectors;
        this.providers = providers;
        this.realms = realms;
        this.door = door;
        this.tests = tests;
    }

    @Override
    public List<ConnectorView> connectors(Caller.Anonymous caller) {
        return connectors.all().stream()
                .map(connector -> new ConnectorView(
                        connector.name(),
                        connector.spec().display().isEmpty()
                                ? connector.name()
                                : connector.spec().display(),
                        connector.spec().protocol(),
                        connector.spec().method()))
                .sorted(Comparator.comparing(ConnectorView::display))
                .toList();
    }

    @Override
    public Departure begin(Caller.Anonymous caller, String connector, String next, String test) {
        limiter.acquire(AddressLimiter.Call.SSO, caller);
        Resource<AuthConnectorSpec> known = connectors.require(connector);
        return audited(caller, connector, "", () -> {
            if (!test.isEmpty()) {
                tests.requireWaiting(test, connector);
            }
            return providers.begin(known, ConsolePlace.checked(next), test);
        });
    }

    @Override
    public Arrival complete(Caller.Anonymous caller, String connector, Answer answer, String state) {
        limiter.acquire(AddressLimiter.Call.SSO, caller);
        Resource<AuthConnectorSpec> known = connectors.require(connector);
        Trips.Trip trip = audited(caller, connector, "", () -> providers.back(known, answer, state));
        if (!trip.test().isEmpty()) {
            tests.finish(caller, trip.test(), known, () -> providers.redeem(known, trip, answer));
            return new Arrival(Optional.empty(), TESTED);
        }
        Attested person = audited(caller, connector, "", () -> providers.redeem(known, trip, answer));
        return new Arrival(Optional.of(enter(caller, known, person, NO_KEYS)), trip.next());
    }

    @Override
    public String metadata(Caller.Anonymous caller, String connector) {
        limiter.acquire(AddressLimiter.Call.SSO, caller);
        return providers.metadata(connectors.require(connector));
    }

    @Override
    public LoginResponse password(Caller.Anonymous caller, String connector, SsoLoginRequest request) {
        limiter.acquire(AddressLimiter.Call.SSO, caller);
        Resource<AuthConnectorSpec> known = connectors.require(connector);
        String user = request.user() == null ? "" : request.user();
        Attested person = audited(caller, connector, user, () -> realms.password(known, user, request.password()));
        return enter(
                caller,
                known,
                person,
                new CertificateRequest(request.sshPublicKey(), request.tlsPublicKey(), request.ttl()));
    }

    @Override
    public Arrival negotiate(Caller.Anonymous caller, String connector, byte[] token, String next, String test) {
        limiter.acquire(AddressLimiter.Call.SSO, caller);
        Resource<AuthConnectorSpec> known = connectors.require(connector);
        String place = audited(caller, connector, "", () -> ConsolePlace.checked(next));
        if (!test.isEmpty()) {
            audited(caller, connector, "", () -> {
                tests.requireWaiting(test, connector);
                return test;
            });
            tests.finish(caller, test, known, () -> realms.ticket(known, token));
            return new Arrival(Optional.empty(), TESTED);
        }
        Attested person = audited(caller, connector, "", () -> realms.ticket(known, token));
        return new Arrival(Optional.of(enter(caller, known, person, NO_KEYS)), place);
    }

    @Override
    public SsoTest startTest(Caller caller, String connector, SsoTestRequest request) {
        limiter.acquire(AddressLimiter.Call.SSO, new Caller.Anonymous(caller.address()));
        Resource<AuthConnectorSpec> known = connectors.requireReadable(caller, connector);
        String user = request.user() == null ? "" : request.user();
        SsoTest test = tests.start(caller, known);
        if (known.spec().method().equals("password")) {
            tests.finish(caller, test.id(), known, () -> realms.password(known, user, request.password()));
            return tests.find(caller, test.id());
        }
        return test;
    }

    @Override
    public SsoTest test(Caller caller, String id) {
        return tests.find(caller, id);
    }

    @Override
    public List<SsoUser> users(Caller caller) {
        return connectors.people(caller);
    }

    private LoginResponse enter(
            Caller.Anonymous caller, Resource<AuthConnectorSpec> connector, Attested person, CertificateRequest keys) {
        MappedLogin mapped = audited(caller, connector.name(), person.user(), () -> door.examine(connector, person));
        return door.enter(caller, connector, mapped, keys);
    }

    private <T> T audited(Caller.Anonymous caller, String connector, String user, java.util.function.Supplier<T> step) {
        try {
            return step.get();
        } catch (SallyportException refusal) {
            door.refused(caller, connector, user, refusal);
            throw refusal;
        }
    }
}
