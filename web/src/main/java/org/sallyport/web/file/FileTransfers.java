package org.sallyport.web.file;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.ErrorType;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.rest.SessionCertificateRequest;
import org.sallyport.core.connector.DialConnection;
import org.sallyport.core.connector.DialConnectionFactory;
import org.sallyport.core.connector.DialTarget;
import org.sallyport.core.connector.FilesRequest;
import org.sallyport.core.login.LoginService;
import org.sallyport.core.terminal.FileTransfer;
import org.sallyport.core.terminal.TerminalService;
import org.sallyport.web.edge.CookieCallers.Login;
import org.sallyport.web.edge.Refusals;
import org.sallyport.web.log.WebLog;

/** All files between browsers and nodes: bounded in number, and ended with the login sessions that asked for them. */
@ApplicationScoped
public class FileTransfers implements Transfer.Ending {
    static final int MOST = 64;
    static final int MOST_PER_LOGIN = 4;
    /** Somebody who signs in again and again must not take all. */
    static final int MOST_PER_USER = 8;
    /** Looks without a byte: a minute. */
    static final int MOST_STOOD = 6;

    private static final long LOOK_SECONDS = 10;

    @Resource(lookup = DialConnectionFactory.JNDI_NAME)
    DialConnectionFactory connector;

    @EJB
    TerminalService service;

    @EJB
    LoginService logins;

    @Resource
    ManagedScheduledExecutorService timer;

    private final Set<Transfer> open = ConcurrentHashMap.newKeySet();
    private Future<?> looks;

    @PostConstruct
    void start() {
        looks = timer.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    /** Does not block. */
    void begin(Login login, FileCall call, FileExchange browser) {
        Transfer transfer = new Transfer(login, call, browser, this);
        if (!takeRoom(transfer)) {
            transfer.refused(new SallyportException(
                    ErrorCode.TOO_MANY_SESSIONS,
                    "REST: at most " + MOST_PER_LOGIN + " files of one sign-in, " + MOST_PER_USER + " of one user and "
                            + MOST + " in all may be under way; wait for one of them and try again"));
            return;
        }
        FilesRequest request = new FilesRequest(call.login(), key -> certificate(login, call, key));
        try (DialConnection connection = connector.getConnection()) {
            connection.files(login.user(), new DialTarget(ServiceType.SSH, call.node()), request, transfer);
        } catch (RuntimeException | Error e) {
            // whatever it was, its place must not stay taken
            transfer.refused(Refusals.of(e));
        }
    }

    private synchronized boolean takeRoom(Transfer transfer) {
        String token = transfer.login().token().reveal();
        long ofLogin = open.stream().filter(each -> each.isOf(token)).count();
        String user = transfer.login().user().name();
        long ofUser = open.stream()
                .filter(each -> each.login().user().name().equals(user))
                .count();
        return open.size() < MOST && ofLogin < MOST_PER_LOGIN && ofUser < MOST_PER_USER && open.add(transfer);
    }

    private String certificate(Login login, FileCall call, String key) {
        try {
            return service.certificate(
                    login.user(),
                    login.token().reveal(),
                    new SessionCertificateRequest(key, call.node(), call.login()),
                    call.answer());
        } catch (RuntimeException e) {
            throw Refusals.of(e);
        }
    }

    @Override
    public void over(Transfer transfer, FileTransfer told) {
        open.remove(transfer);
        if (told.failure().filter(why -> why.code() == ErrorCode.MFA_REQUIRED).isPresent()) {
            // a question, no refusal
            return;
        }
        try {
            service.transferred(transfer.login().user(), told);
        } catch (RuntimeException e) {
            String what = told.failure().map(SallyportException::userMessage).orElse(told.path());
            WebLog.LOG.transferUntold(transfer.login().user().name(), what, e.toString());
        }
    }

    /** A login session was ended here; elsewhere it is found out at the next look. */
    public void signedOut(String token) {
        SallyportException why = new SallyportException(
                ErrorCode.NOT_LOGGED_IN, "REST: you signed out, and the transfer ended with it; sign in and try again");
        open.stream().filter(transfer -> transfer.isOf(token)).forEach(transfer -> transfer.end(why));
    }

    void look() {
        open.stream().filter(transfer -> transfer.look() >= MOST_STOOD).forEach(transfer -> transfer.end(idle()));
        Map<String, List<Transfer>> byLogin = open.stream()
                .collect(Collectors.groupingBy(
                        transfer -> transfer.login().token().reveal()));
        byLogin.forEach(this::look);
    }

    private void look(String token, List<Transfer> transfers) {
        try {
            var unused = logins.authenticate(transfers.getFirst().login().anonymous(), token);
        } catch (RuntimeException e) {
            SallyportException why = Refusals.of(e);
            // a store that is away ends nothing
            if (why.type() == ErrorType.UNAUTHENTICATED || why.type() == ErrorType.DENIED) {
                transfers.forEach(transfer -> transfer.end(why));
            }
        }
    }

    private static SallyportException idle() {
        return new SallyportException(
                ErrorCode.PROXY_UNREACHABLE,
                "REST: not a byte of the file moved for a minute; see to your network and to the node, and try again");
    }

    @PreDestroy
    void closeAll() {
        looks.cancel(false);
        SallyportException why = new SallyportException(
                ErrorCode.SHUTTING_DOWN, "REST: this server is shutting down; try again in a moment");
        open.forEach(transfer -> transfer.end(why));
    }
}
