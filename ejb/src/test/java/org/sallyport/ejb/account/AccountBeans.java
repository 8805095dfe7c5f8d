package org.sallyport.ejb.account;

import org.sallyport.ejb.fixture.AuthServer;

/** The services of one's own account on an Auth Service. */
final class AccountBeans {
    final PasswordServiceBean password;
    final LoginSessionServiceBean sessions;

    AccountBeans(AuthServer server) {
        password = new PasswordServiceBean(
                server.limiter,
                server.credentials,
                server.passwords,
                server.reauthentication,
                new PasswordDesk(
                        server.credentialRepository,
                        server.sessionRepository,
                        server.sessionDesk,
                        server.audit,
                        server.clock),
                server.transactions);
        sessions = new LoginSessionServiceBean(
                new OwnSessions(server.sessionRepository, server.deviceRepository, server.audit, server.clock),
                server.sessionDesk,
                server.transactions);
    }
}
