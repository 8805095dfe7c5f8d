package org.sallyport.ejb.account;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Local;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptors;
import java.util.List;
import org.sallyport.api.rest.LoginSessionView;
import org.sallyport.api.rest.SessionsEnded;
import org.sallyport.core.account.LoginSessionService;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.login.LoginSessionRepository.LoginSession;
import org.sallyport.ejb.failure.Translated;
import org.sallyport.ejb.login.SessionDesk;
import org.sallyport.ejb.transaction.Transactions;

/** See {@link LoginSessionService}. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@Local(LoginSessionService.class)
@Interceptors(Translated.class)
public class LoginSessionServiceBean implements LoginSessionService {
    private final OwnSessions sessions;
    private final SessionDesk desk;
    private final Transactions transactions;

    /** For the container. */
    public LoginSessionServiceBean() {
        this(null, null, null);
    }

    @Inject
    public LoginSessionServiceBean(OwnSessions sessions, SessionDesk desk, Transactions transactions) {
        this.sessions = sessions;
        this.desk = desk;
        this.transactions = transactions;
    }

    @Override
    public List<LoginSessionView> list(Caller.User caller, String bearerToken) {
        return transactions.required(() -> sessions.list(caller, desk.own(caller, bearerToken)));
    }

    @Override
    public boolean end(Caller.User caller, String bearerToken, String id) {
        return transactions.required(() -> {
            LoginSession own = desk.own(caller, bearerToken);
            LoginSession ended = sessions.find(own, id);
            sessions.end(caller, ended);
            return ended.tokenHash().equals(own.tokenHash());
        });
    }

    @Override
    public SessionsEnded endOthers(Caller.User caller, String bearerToken) {
        return transactions.required(
                () -> new SessionsEnded(sessions.endOthers(caller, desk.own(caller, bearerToken))));
    }
}
