package org.sallyport.ejb.livesession;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Local;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptors;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.LiveSessionPage;
import org.sallyport.api.rest.LiveSessionView;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.SessionEnd;
import org.sallyport.core.livesession.LiveSessionQuery;
import org.sallyport.core.livesession.LiveSessionService;
import org.sallyport.ejb.access.Authorizer;
import org.sallyport.ejb.failure.Translated;
import org.sallyport.ejb.node.LiveSessions;
import org.sallyport.ejb.node.LiveSessions.Located;
import org.sallyport.ejb.node.SessionEnds;
import org.sallyport.ejb.paging.Paging;

/** See {@link LiveSessionService}. From memory: it goes on when the database is away, but for ending, which is audited. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@Local(LiveSessionService.class)
@Interceptors(Translated.class)
public class LiveSessionServiceBean implements LiveSessionService {
    /** An agent or proxy that is away for longer is asked again by whoever still wants it. */
    private static final Duration ASKED = Duration.ofMinutes(2);

    private static final char SEPARATOR = ' ';

    private final Authorizer authorizer;
    private final LiveSessions sessions;
    private final SessionVisibility visibility;
    private final SessionEnds ends;
    private final SessionLog log;

    /** For the container. */
    public LiveSessionServiceBean() {
        this(null, null, null, null, null);
    }

    @Inject
    public LiveSessionServiceBean(
            Authorizer authorizer,
            LiveSessions sessions,
            SessionVisibility visibility,
            SessionEnds ends,
            SessionLog log) {
        this.authorizer = authorizer;
        this.sessions = sessions;
        this.visibility = visibility;
        this.ends = ends;
        this.log = log;
    }

    @Override
    public LiveSessionPage list(Caller caller, LiveSessionQuery query, String cursor, int limit) {
        int wanted = Paging.limit(limit);
        SessionVisibility.Sight sight = visibility.of(caller);
        List<LiveSessionView> found = sessions.all().stream()
                .filter(after(Paging.key(cursor)))
                .filter(each -> query.user().isEmpty() || each.session().user().equals(query.user()))
                .filter(each -> query.node().isEmpty()
                        || each.node().equalsIgnoreCase(query.node())
                        || each.hostId().equals(query.node()))
                .flatMap(each -> sight.view(each).stream())
                .limit(wanted + 1L)
                .toList();
        int untold = sight.all() ? sessions.untold() : 0;
        if (found.size() <= wanted) {
            return new LiveSessionPage(found, "", untold);
        }
        List<LiveSessionView> page = found.subList(0, wanted);
        LiveSessionView last = page.getLast();
        return new LiveSessionPage(page, Paging.cursor(last.started().toString() + SEPARATOR + last.id()), untold);
    }

    private static Predicate<Located> after(String key) {
        if (key.isEmpty()) {
            return each -> true;
        }
        try {
            int separator = Math.max(0, key.indexOf(SEPARATOR));
            Instant started = Instant.parse(key.substring(0, separator));
            String id = key.substring(separator + 1);
            return each -> each.session().started().isBefore(started)
                    || (each.session().started().equals(started)
                            && each.session().id().compareTo(id) > 0);
        } catch (DateTimeException malformed) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Auth Service: this is no cursor of this listing: use one that a page came with",
                    "",
                    malformed);
        }
    }

    @Override
    public LiveSessionView get(Caller caller, String sessionId) {
        return visible(caller, sessionId, "read");
    }

    private LiveSessionView visible(Caller caller, String sessionId, String verb) {
        Optional<LiveSessionView> found = sessions.find(sessionId).flatMap(visibility.of(caller)::view);
        return found.orElseThrow(() -> refused(
                caller,
                sessionId,
                verb,
                new SallyportException(
                        ErrorCode.NOT_FOUND,
                        "Auth Service: there is no live session '" + sessionId
                                + "' that you may see; `sallyport sessions ls` lists those you may")));
    }

    @Override
    public void end(Caller caller, String sessionId, String reason) {
        String why = checked(reason);
        LiveSessionView session = visible(caller, sessionId, SessionVisibility.DELETE);
        if (!session.mayEnd()) {
            throw refused(
                    caller,
                    sessionId,
                    SessionVisibility.DELETE,
                    new SallyportException(
                            ErrorCode.ACCESS_DENIED,
                            "Auth Service: you may not end session '" + sessionId + "' of " + session.user()
                                    + "; it takes a role with a rule for session that allows delete"));
        }
        log.endRequested(caller, session, why);
        // gone meanwhile: over, and nobody is left to be asked
        sessions.find(session.id())
                .map(Located::source)
                .ifPresent(source -> ends.ask(source, new SessionEnd(session.id(), caller.name(), why), ASKED));
    }

    /** It is printed on the terminals of others. */
    private static String checked(String reason) {
        String why = reason == null ? "" : reason.strip();
        if (why.length() > MOST_REASON || why.codePoints().anyMatch(Character::isISOControl)) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Auth Service: a reason is one line of at most " + MOST_REASON
                            + " characters without control characters");
        }
        return why;
    }

    private SallyportException refused(Caller caller, String sessionId, String verb, SallyportException refusal) {
        authorizer.refuse(caller, SessionVisibility.KIND, sessionId, "verb=" + verb, refusal, "");
        return refusal;
    }
}
