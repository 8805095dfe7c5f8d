package org.sallyport.persistence.store;

import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.sallyport.core.audit.AuditRepository;
import org.sallyport.core.cluster.CaRepository;
import org.sallyport.core.cluster.ClusterIdentityRepository;
import org.sallyport.core.contract.AuditRepositoryContract;
import org.sallyport.core.contract.CaRepositoryContract;
import org.sallyport.core.contract.ClusterIdentityRepositoryContract;
import org.sallyport.core.contract.CredentialRepositoryContract;
import org.sallyport.core.contract.InviteRepositoryContract;
import org.sallyport.core.contract.IssuedCertificateRepositoryContract;
import org.sallyport.core.contract.JoinTokenSecretRepositoryContract;
import org.sallyport.core.contract.LoginFailureRepositoryContract;
import org.sallyport.core.contract.LoginSessionRepositoryContract;
import org.sallyport.core.contract.MfaRepositoriesContract;
import org.sallyport.core.contract.ResourceRepositoryContract;
import org.sallyport.core.contract.Transactions;
import org.sallyport.core.issue.IssuedCertificateRepository;
import org.sallyport.core.lockout.LoginFailureRepository;
import org.sallyport.core.login.LoginSessionRepository;
import org.sallyport.core.mfa.MfaChallengeRepository;
import org.sallyport.core.mfa.MfaDeviceRepository;
import org.sallyport.core.mfa.RecoveryCodeRepository;
import org.sallyport.core.resource.ResourceRepository;
import org.sallyport.core.token.JoinTokenSecretRepository;
import org.sallyport.core.user.CredentialRepository;
import org.sallyport.core.user.InviteRepository;
import org.sallyport.persistence.audit.JpaAuditRepository;
import org.sallyport.persistence.audit.StoredAuditEvents;
import org.sallyport.persistence.cluster.JpaCaRepository;
import org.sallyport.persistence.cluster.JpaClusterIdentityRepository;
import org.sallyport.persistence.issue.JpaIssuedCertificateRepository;
import org.sallyport.persistence.lockout.JpaLoginFailureRepository;
import org.sallyport.persistence.login.JpaLoginSessionRepository;
import org.sallyport.persistence.mfa.JpaMfaChallengeRepository;
import org.sallyport.persistence.mfa.JpaMfaDeviceRepository;
import org.sallyport.persistence.mfa.JpaRecoveryCodeRepository;
import org.sallyport.persistence.resource.JpaResourceRepository;
import org.sallyport.persistence.resource.StoredResources;
import org.sallyport.persistence.token.JpaJoinTokenSecretRepository;
import org.sallyport.persistence.user.JpaCredentialRepository;
import org.sallyport.persistence.user.JpaInviteRepository;

/** Every suite of the ports, and what only a database can do, on one database. */
public abstract class JpaStoreContracts {
    protected abstract TestStore store();

    @BeforeEach
    void emptyStore() throws SQLException {
        store().clear();
    }

    @Nested
    class Resources extends ResourceRepositoryContract {
        @Override
        protected ResourceRepository repository() {
            return new JpaResourceRepository(store().session());
        }

        @Override
        protected Transactions transactions() {
            return store();
        }
    }

    @Nested
    class ResourcesStored extends StoredResources {
        @Override
        protected TestStore store() {
            return JpaStoreContracts.this.store();
        }
    }

    @Nested
    class Audit extends AuditRepositoryContract {
        @Override
        protected AuditRepository repository() {
            return new JpaAuditRepository(store().session(), store().database());
        }

        @Override
        protected Transactions transactions() {
            return store();
        }
    }

    @Nested
    class AuditStored extends StoredAuditEvents {
        @Override
        protected TestStore store() {
            return JpaStoreContracts.this.store();
        }
    }

    @Nested
    class Cas extends CaRepositoryContract {
        @Override
        protected CaRepository repository() {
            return new JpaCaRepository(store().session());
        }

        @Override
        protected Transactions transactions() {
            return store();
        }
    }

    @Nested
    class ClusterIdentity extends ClusterIdentityRepositoryContract {
        @Override
        protected ClusterIdentityRepository repository() {
            return new JpaClusterIdentityRepository(store().session());
        }

        @Override
        protected Transactions transactions() {
            return store();
        }
    }

    @Nested
    class IssuedCertificates extends IssuedCertificateRepositoryContract {
        @Override
        protected IssuedCertificateRepository repository() {
            return new JpaIssuedCertificateRepository(store().session());
        }

        @Override
        protected Transactions transactions() {
            return store();
        }
    }

    @Nested
    class LoginSessions extends LoginSessionRepositoryContract {
        @Override
        protected LoginSessionRepository repository() {
            return new JpaLoginSessionRepository(store().session());
        }

        @Override
        protected Transactions transactions() {
            return store();
        }
    }

    @Nested
    class JoinTokenSecrets extends JoinTokenSecretRepositoryContract {
        @Override
        protected JoinTokenSecretRepository repository() {
            return new JpaJoinTokenSecretRepository(store().session());
        }

        @Override
        protected Transactions transactions() {
            return store();
        }
    }

    @Nested
    class Credentials extends CredentialRepositoryContract {
        @Override
        protected CredentialRepository repository() {
            return new JpaCredentialRepository(store().session());
        }

        @Override
        protected Transactions transactions() {
            return store();
        }
    }

    @Nested
    class SecondFactors extends MfaRepositoriesContract {
        @Override
        protected MfaDeviceRepository devices() {
            return new JpaMfaDeviceRepository(store().session());
        }

        @Override
        protected RecoveryCodeRepository codes() {
            return new JpaRecoveryCodeRepository(store().session());
        }

        @Override
        protected MfaChallengeRepository challenges() {
            return new JpaMfaChallengeRepository(store().session());
        }

        @Override
        protected Transactions transactions() {
            return store();
        }
    }

    @Nested
    class LoginFailures extends LoginFailureRepositoryContract {
        @Override
        protected LoginFailureRepository repository() {
            return new JpaLoginFailureRepository(store().session());
        }

        @Override
        protected Transactions transactions() {
            return store();
        }
    }

    @Nested
    class Invites extends InviteRepositoryContract {
        @Override
        protected InviteRepository repository() {
            return new JpaInviteRepository(store().session());
        }

        @Override
        protected Transactions transactions() {
            return store();
        }
    }
}
