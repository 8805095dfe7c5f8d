package org.sallyport.web.terminal;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.ErrorType;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.rest.SessionCertificateRequest;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.DialConnection;
import org.sallyport.core.connector.DialConnectionFactory;
import org.sallyport.core.connector.DialTarget;
import org.sallyport.core.connector.ShellReceiver;
import org.sallyport.core.connector.ShellRequest;
import org.sallyport.core.login.LoginService;
import org.sallyport.core.terminal.JoinWish;
import org.sallyport.core.terminal.TerminalService;
import org.sallyport.web.edge.CookieCallers.Login;
import org.sallyport.web.edge.Refusals;
import org.sallyport.web.log.WebLog;
import org.sallyport.web.terminal.Frames.Asked;

/** All terminals in browsers: bounded in number, and ended with the login sessions that opened them. No thread is held. */
@ApplicationScoped
public class Terminals implements TerminalSession.Opening {
    static final int MOST = 1024;
    static final int MOST_PER_LOGIN = 16;
    /** Somebody who signs in again and again must not take all. */
    static final int MOST_PER_USER = 32;

    private static final String TYPE = "xterm-256color";
    private static final long LOOK_SECONDS = 10;

    @Resource(lookup = DialConnectionFactory.JNDI_NAME)
    DialConnectionFactory connector;

    @EJB
    TerminalService service;

    @EJB
    LoginService logins;

    @Inject
    Joins joins;

    @Resource
    ManagedScheduledExecutorService timer;

    private final Set<TerminalSession> open = ConcurrentHashMap.newKeySet();
    private Future<?> looks;

    @PostConstruct
    void start() {
        looks = timer.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    /** One too many is told so on its own WebSocket: browsers show nobody why a handshake was refused. */
    void begin(Login login, TerminalLine line) {
        TerminalSession session = new TerminalSession(login, line, this);
        boolean room = takeRoom(session);
        line.begin(session);
        if (!room) {
            SallyportException why = new SallyportException(
                    ErrorCode.TOO_MANY_SESSIONS,
                    "Terminal: at most " + MOST_PER_LOGIN + " terminals of one sign-in, " + MOST_PER_USER
                            + " of one user and " + MOST + " in all may be open; close one and try again");
            tell(login, why, () -> service.refused(login.user(), "", "", why));
            session.end(why, TerminalLine.POLICY);
        }
    }

    private synchronized boolean takeRoom(TerminalSession session) {
        String token = session.login().token().reveal();
        String user = session.login().user().name();
        long ofLogin = open.stream().filter(each -> each.isOf(token)).count();
        long ofUser = open.stream()
                .filter(each -> each.login().user().name().equals(user))
                .count();
        return open.size() < MOST && ofLogin < MOST_PER_LOGIN && ofUser < MOST_PER_USER && open.add(session);
    }

    @Override
    public void open(Login login, Asked.Open asked, ShellReceiver receiver) {
        try {
            timer.execute(() -> tryOpen(login, asked, receiver));
        } catch (RejectedExecutionException e) {
            receiver.refused(shuttingDown());
        }
    }

    private void tryOpen(Login login, Asked.Open asked, ShellReceiver receiver) {
        try {
            // the WebSocket may be hours old, and roles were taken away since
            Caller.User user =
                    logins.authenticate(login.anonymous(), login.token().reveal());
            Login now = new Login(login.anonymous(), user, login.token());
            Asked.Open wanted = joins.located(user, asked);
            ShellRequest request = new ShellRequest(
                    wanted.login(),
                    TYPE,
                    wanted.columns(),
                    wanted.rows(),
                    wanted.join().map(JoinWish::command),
                    key -> certificate(now, wanted, key));
            ShellReceiver hears = wanted.join().isPresent()
                    ? new JoinReceiver(receiver, asked.node(), why -> refused(now, asked, why))
                    : receiver;
            try (DialConnection connection = connector.getConnection()) {
                connection.shell(user, new DialTarget(ServiceType.SSH, wanted.node()), request, hears);
            }
        } catch (RuntimeException e) {
            receiver.refused(Refusals.of(e));
        }
    }

    private String certificate(Login login, Asked.Open asked, String key) {
        try {
            return service.certificate(
                    login.user(),
                    login.token().reveal(),
                    new SessionCertificateRequest(key, asked.node(), asked.login()),
                    asked.answer());
        } catch (RuntimeException e) {
            throw Refusals.of(e);
        }
    }

    @Override
    public void refused(Login login, Asked.Open asked, SallyportException why) {
        tell(login, why, () -> asked.join()
                .ifPresentOrElse(
                        wish -> service.joinRefused(login.user(), asked.node(), wish, why),
                        () -> service.refused(login.user(), asked.node(), asked.login(), why)));
    }

    private void tell(Login login, SallyportException why, Runnable audit) {
        try {
            timer.execute(() -> audit(login, why, audit));
        } catch (RejectedExecutionException stopping) {
            WebLog.LOG.terminalUntold(login.user().name(), why.userMessage(), stopping.toString());
        }
    }

    private static void audit(Login login, SallyportException why, Runnable audit) {
        try {
            audit.run();
        } catch (RuntimeException e) {
            WebLog.LOG.terminalUntold(login.user().name(), why.userMessage(), e.toString());
        }
    }

    @Override
    public void over(TerminalSession session) {
        open.remove(session);
    }

    /** A login session was ended here; elsewhere it is found out at the next look. */
    public void signedOut(String token) {
        SallyportException why = new SallyportException(
                ErrorCode.NOT_LOGGED_IN, "Terminal: you signed out; sign in again to open a new one");
        open.stream().filter(session -> session.isOf(token)).forEach(session -> session.end(why, TerminalLine.POLICY));
    }

    private void look() {
        Map<String, List<TerminalSession>> byLogin = open.stream()
                .collect(
                        Collectors.groupingBy(session -> session.login().token().reveal()));
        byLogin.forEach(this::look);
    }

    private void look(String token, List<TerminalSession> sessions) {
        try {
            var unused = logins.authenticate(sessions.getFirst().login().anonymous(), token);
            sessions.forEach(TerminalSession::ping);
        } catch (RuntimeException e) {
            SallyportException why = Refusals.of(e);
            // a store that is away ends nothing
            if (why.type() == ErrorType.UNAUTHENTICATED || why.type() == ErrorType.DENIED) {
                sessions.forEach(session -> session.end(why, TerminalLine.POLICY));
            } else {
                sessions.forEach(TerminalSession::ping);
            }
        }
    }

    private static SallyportException shuttingDown() {
        return new SallyportException(
                ErrorCode.SHUTTING_DOWN, "Terminal: this server is shutting down; connect again in a moment");
    }

    @PreDestroy
    void closeAll() {
        looks.cancel(false);
        SallyportException why = shuttingDown();
        open.forEach(session -> session.end(why, TerminalLine.GOING_AWAY));
    }
}
