package org.sallyport.core.terminal;

import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.MfaAnswer;
import org.sallyport.api.rest.SessionCertificateRequest;
import org.sallyport.core.caller.Caller;

/** Terminals and files in the browser: what lets one log in at a node, and the trace of what came of it. */
public interface TerminalService {
    /**
     * For one login on one node, as long as the login session and the roles allow. Where the roles want a second factor for
     * each session, the answer must be one. Stored and audited like any certificate.
     *
     * <p>The login {@link org.sallyport.api.session.LiveSession#JOIN_LOGIN} takes no role that gives it: with it one joins
     * sessions at the node and does nothing else, and whoever serves the session decides who joins.
     *
     * @return an OpenSSH line
     * @throws SallyportException NOT_LOGGED_IN, LOCKED, NOT_FOUND (the node), ACCESS_DENIED (the login), MFA_REQUIRED,
     *     BAD_CREDENTIALS, ACCOUNT_LOCKED_OUT
     */
    String certificate(Caller.User caller, String bearerToken, SessionCertificateRequest request, MfaAnswer answer);

    /** Audits a file that was carried, or was not to be. */
    void transferred(Caller.User caller, FileTransfer transfer);

    /** Audits a terminal that was not opened. @param node as it was asked for; may be empty, as may the login */
    void refused(Caller.User caller, String node, String login, SallyportException why);

    /** Audits that somebody did not get into a live session. @param node as of {@link #refused} */
    void joinRefused(Caller.User caller, String node, JoinWish wish, SallyportException why);
}
