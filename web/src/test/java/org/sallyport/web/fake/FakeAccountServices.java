package org.sallyport.web.fake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.LoginSessionView;
import org.sallyport.api.rest.MfaAnswer;
import org.sallyport.api.rest.PasswordChange;
import org.sallyport.api.rest.SessionsEnded;
import org.sallyport.core.account.LoginSessionService;
import org.sallyport.core.account.PasswordService;
import org.sallyport.core.caller.Caller;

/** Everybody has the session that asks, {@code own}, and another one, {@code other}. */
public final class FakeAccountServices implements PasswordService, LoginSessionService {
    private static final Instant NOW = Instant.parse("2026-01-01T08:00:00Z");

    public final List<PasswordChange> changes = new ArrayList<>();
    public final List<MfaAnswer> answers = new ArrayList<>();

    @Override
    public SessionsEnded change(Caller.User caller, String bearerToken, PasswordChange change, MfaAnswer answer) {
        changes.add(change);
        answers.add(answer);
        return new SessionsEnded(1);
    }

    @Override
    public List<LoginSessionView> list(Caller.User caller, String bearerToken) {
        return List.of(
                new LoginSessionView("own", "192.0.2.1", NOW, NOW, "phone", "", true),
                new LoginSessionView("other", "192.0.2.2", NOW, NOW, "", "", false));
    }

    @Override
    public boolean end(Caller.User caller, String bearerToken, String id) {
        if (list(caller, bearerToken).stream().noneMatch(session -> session.id().equals(id))) {
            throw new SallyportException(ErrorCode.NOT_FOUND, "Auth Service: you have no such login session");
        }
        return id.equals("own");
    }

    @Override
    public SessionsEnded endOthers(Caller.User caller, String bearerToken) {
        return new SessionsEnded(1);
    }
}
