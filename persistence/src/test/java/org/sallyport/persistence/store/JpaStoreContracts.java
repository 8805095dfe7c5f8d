package org.sallyport.persistence.store;

import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.sallyport.core.audit.AuditRepository;
import org.sallyport.core.browserlogin.LoginRequestRepository;
import org.sallyport.core.cluster.CaRepository;
import org.sallyport.core.cluster.ClusterIdentityRepository;
import org.sallyport.core.contract.AuditRepositoryContract;
import org.sallyport.core.contract.CaRepositoryContract;
import org.sallyport.core.contract.ClusterIdentityRepositoryContract;
import org.sallyport.core.contract.CredentialRepositoryContract;
import org.sallyport.core.contract.InviteRepositoryContract;
import org.sallyport.core.contract.IssuedCertificateRepositoryContract;
import org.sallyport.core.contract.JoinTokenSecretRepositoryContract;
import org.sallyport.core.contract.LogRepositoryContract;
import org.sallyport.core.contract.LoginFailureRepositoryContract;
import org.sallyport.core.contract.LoginRequestRepositoryContract;
import org.sallyport.core.contract.LoginSessionRepositoryContract;
import org.sallyport.core.contract.MfaRepositoriesContract;
import org.sallyport.core.contract.RecordingKeyRepositoryContract;
import org.sallyport.core.contract.RecordingRepositoryContract;
import org.sallyport.core.contract.ResourceRepositoryContract;
import org.sallyport.core.contract.SsoTestRepositoryContract;
import org.sallyport.core.contract.Transactions;
import org.sallyport.core.contract.UsedAssertionRepositoryContract;
import org.sallyport.core.issue.IssuedCertificateRepository;
import org.sallyport.core.lockout.LoginFailureRepository;
import org.sallyport.core.login.LoginSessionRepository;
import org.sallyport.core.mfa.MfaChallengeRepository;
import org.sallyport.core.mfa.MfaDeviceRepository;
import org.sallyport.core.mfa.RecoveryCodeRepository;
import org.sallyport.core.recording.RecordingKeyRepository;
import org.sallyport.core.recording.RecordingRepository;
import org.sallyport.core.resource.ResourceRepository;
import org.sallyport.core.sso.SsoTestRepository;
import org.sallyport.core.sso.UsedAssertionRepository;
import org.sallyport.core.token.JoinTokenSecretRepository;
import org.sallyport.core.transparency.LogRepository;
import org.sallyport.core.user.CredentialRepository;
import org.sallyport.core.user.InviteRepository;
import org.sallyport.persistence.audit.JpaAuditRepository;
import org.sallyport.persistence.audit.StoredAuditEvents;
import org.sallyport.persistence.browserlogin.JpaLoginRequestRepository;
import org.sallyport.persistence.cluster.JpaCaRepository;
import org.sallyport.persistence.cluster.JpaClusterIdentityRepository;
import org.sallyport.persistence.issue.JpaIssuedCertificateRepository;
import org.sallyport.persistence.lockout.JpaLoginFailureRepository;
import org.sallyport.persistence.login.JpaLoginSessionRepository;
import org.sallyport.persistence.mfa.JpaMfaChallengeRepository;
import org.sallyport.persistence.mfa.JpaMfaDeviceRepository;
import org.sallyport.persistence.mfa.JpaRecoveryCodeRepository;
import org.sallyport.persistence.recording.JpaRecordingKeyRepository;
import org.sallyport.persistence.recording.JpaRecordingRepository;
import org.sallyport.persistence.resource.JpaResourceRepository;
import org.sallyport.persistence.resource.StoredResources;
import org.sallyport.persistence.sso.JpaSsoTestRepository;
import org.sallyport.persistence.sso.JpaUsedAssertionRepository;
import org.sallyport.persistence.token.JpaJoinTokenSecretRepository;
import org.sallyport.persistence.transparency.JpaLogRepository;
import org.sallyport.persistence.transparency.StoredTransparency;
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
    class LoginRequests extends LoginRequestRepositoryContract {
        @Override
        protected LoginRequestRepository repository() {
            return new JpaLoginRequestRepository(store().session());
        }

        @Override
        protected Transactions transactions() {
            return store();
        }
    }

    @Nested
    class UsedAssertions extends UsedAssertionRepositoryContract {
        @Override
        protected UsedAssertionRepository repository() {
            return new JpaUsedAssertionRepository(store().session());
        }

        @Override
        protected Transactions transactions() {
            return store();
        }
    }

    @Nested
    class SsoTests extends SsoTestRepositoryContract {
        @Override
        protected SsoTestRepository repository() {
            return new JpaSsoTestRepository(store().session());
        }

        @Override
        protected Transactions transactions() {
            return store();
        }
    }

    @Nested
    class Recordings extends RecordingRepositoryContract {
        @Override
        protected RecordingRepository repository() {
            return new JpaRecordingRepository(store().session());
        }

        @Override
        protected Transactions transactions() {
            return store();
        }
    }

    @Nested
    class RecordingKeys extends RecordingKeyRepositoryContract {
        @Override
        protected RecordingKeyRepository repository() {
            return new JpaRecordingKeyRepository(store().session());
        }

        @Override
        protected Transactions transactions() {
            return store();
        }
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
    class Log extends LogRepositoryContract {
        @Override
        protected LogRepository repository() {
            return new JpaLogRepository(store().session(), store().database());
        }

        @Override
        protected AuditRepository audit() {
            return new JpaAuditRepository(store().session(), store().database());
        }

        @Override
        protected IssuedCertificateRepository certificates() {
            return new JpaIssuedCertificateRepository(store().session());
        }

        @Override
        protected Transactions transactions() {
            return store();
        }
    }

    @Nested
    class Transparency extends StoredTransparency {
        @Override
        protected TestStore store() {
            return JpaStoreContracts.this.store();
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
