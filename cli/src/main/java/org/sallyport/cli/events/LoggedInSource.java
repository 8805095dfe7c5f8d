package org.sallyport.cli.events;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.function.Supplier;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.ErrorType;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.Page;
import org.sallyport.cli.profile.Profile;
import org.sallyport.cli.session.Api;
import org.sallyport.core.remote.ApiRequest;

/**
 * The log by REST with the login of a profile. Logins end: the profile is then read again at each attempt, until somebody
 * has logged in.
 */
final class LoggedInSource implements EventSource, AutoCloseable {
    private final Supplier<Profile> profile;
    private final String cluster;
    private final String from;
    private final int page;
    private Api api;

    /** @param cluster whose log it is; {@code from} an RFC 3339 time or empty */
    LoggedInSource(Supplier<Profile> profile, String cluster, String from, int page) {
        this.profile = profile;
        this.cluster = cluster;
        this.from = from;
        this.page = page;
    }

    @Override
    public Page<AuditEvent> next(String after) {
        ApiRequest request = ApiRequest.get("/api/v1/audit/events")
                .query("after", after)
                .query("from", from)
                .query("limit", Integer.toString(page));
        try {
            return api().page(request, new TypeReference<Page<AuditEvent>>() {});
        } catch (SallyportException refusal) {
            close();
            if (refusal.type() == ErrorType.UNAUTHENTICATED) {
                throw new SallyportException(
                        ErrorCode.NOT_LOGGED_IN,
                        refusal.userMessage() + ". The export waits: run 'sallyport login' as its user",
                        refusal.details(),
                        refusal);
            }
            throw refusal;
        }
    }

    private Api api() {
        if (api == null) {
            Profile login = profile.get();
            if (!login.cluster().clusterId().equals(cluster)) {
                throw new SallyportException(
                        ErrorCode.NOT_LOGGED_IN,
                        "cli: the login at " + login.proxy() + " is one of another cluster than this export's");
            }
            api = Api.of(login);
        }
        return api;
    }

    @Override
    public void close() {
        if (api != null) {
            api.close();
            api = null;
        }
    }
}
