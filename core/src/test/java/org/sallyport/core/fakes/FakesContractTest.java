package org.sallyport.core.fakes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
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

/** The fakes keep the same contracts as the database: what passes against them means something. */
class FakesContractTest {
    @Nested
    class LoginRequests extends LoginRequestRepositoryContract {
        private final MemoryStore store = new MemoryStore();
        private final LoginRequestRepository repository = new MemoryLoginRequests(store);

        @Override
        protected LoginRequestRepository repository() {
            return repository;
        }

        @Override
        protected Transactions transactions() {
            return store;
        }
    }

    @Nested
    class UsedAssertions extends UsedAssertionRepositoryContract {
        private final MemoryStore store = new MemoryStore();
        private final UsedAssertionRepository repository = new MemoryUsedAssertions(store);

        @Override
        protected UsedAssertionRepository repository() {
            return repository;
        }

        @Override
        protected Transactions transactions() {
            return store;
        }
    }

    @Nested
    class SsoTests extends SsoTestRepositoryContract {
        private final MemoryStore store = new MemoryStore();
        private final SsoTestRepository repository = new MemorySsoTests(store);

        @Override
        protected SsoTestRepository repository() {
            return repository;
        }

        @Override
        protected Transactions transactions() {
            return store;
        }
    }

    @Nested
    class Audit extends AuditRepositoryContract {
        private final MemoryStore store = new MemoryStore();
        private final AuditRepository repository = new MemoryAudit(store);

        @Override
        protected AuditRepository repository() {
            return repository;
        }

        @Override
        protected Transactions transactions() {
            return store;
        }
    }

    @Nested
    class Log extends LogRepositoryContract {
        private final MemoryStore store = new MemoryStore();
        private final MemoryAudit audit = new MemoryAudit(store);
        private final MemoryIssuedCertificates certificates = new MemoryIssuedCertificates(store);
        private final LogRepository repository = new MemoryLog(store, audit, certificates);

        @Override
        protected LogRepository repository() {
            return repository;
        }

        @Override
        protected AuditRepository audit() {
            return audit;
        }

        @Override
        protected IssuedCertificateRepository certificates() {
            return certificates;
        }

        @Override
        protected Transactions transactions() {
            return store;
        }
    }

    @Nested
    class Cas extends CaRepositoryContract {
        private final MemoryStore store = new MemoryStore();
        private final CaRepository repository = new MemoryCas(store);

        @Override
        protected CaRepository repository() {
            return repository;
        }

        @Override
        protected Transactions transactions() {
            return store;
        }
    }

    @Nested
    class ClusterIdentity extends ClusterIdentityRepositoryContract {
        private final MemoryStore store = new MemoryStore();
        private final ClusterIdentityRepository repository = new MemoryClusterIdentity(store);

        @Override
        protected ClusterIdentityRepository repository() {
            return repository;
        }

        @Override
        protected Transactions transactions() {
            return store;
        }
    }

    @Nested
    class Credentials extends CredentialRepositoryContract {
        private final MemoryStore store = new MemoryStore();
        private final CredentialRepository repository = new MemoryCredentials(store);

        @Override
        protected CredentialRepository repository() {
            return repository;
        }

        @Override
        protected Transactions transactions() {
            return store;
        }
    }

    @Nested
    class SecondFactors extends MfaRepositoriesContract {
        private final MemoryStore store = new MemoryStore();
        private final MfaDeviceRepository devices = new MemoryMfaDevices(store);
        private final RecoveryCodeRepository codes = new MemoryRecoveryCodes(store);
        private final MfaChallengeRepository challenges = new MemoryMfaChallenges(store);

        @Override
        protected MfaDeviceRepository devices() {
            return devices;
        }

        @Override
        protected RecoveryCodeRepository codes() {
            return codes;
        }

        @Override
        protected MfaChallengeRepository challenges() {
            return challenges;
        }

        @Override
        protected Transactions transactions() {
            return store;
        }
    }

    @Nested
    class LoginFailures extends LoginFailureRepositoryContract {
        private final MemoryStore store = new MemoryStore();
        private final LoginFailureRepository repository = new MemoryLoginFailures(store);

        @Override
        protected LoginFailureRepository repository() {
            return repository;
        }

        @Override
        protected Transactions transactions() {
            return store;
        }
    }

    @Nested
    class Invites extends InviteRepositoryContract {
        private final MemoryStore store = new MemoryStore();
        private final InviteRepository repository = new MemoryInvites(store);

        @Override
        protected InviteRepository repository() {
            return repository;
        }

        @Override
        protected Transactions transactions() {
            return store;
        }
    }

    @Nested
    class IssuedCertificates extends IssuedCertificateRepositoryContract {
        private final MemoryStore store = new MemoryStore();
        private final IssuedCertificateRepository repository = new MemoryIssuedCertificates(store);

        @Override
        protected IssuedCertificateRepository repository() {
            return repository;
        }

        @Override
        protected Transactions transactions() {
            return store;
        }
    }

    @Nested
    class TokenSecrets extends JoinTokenSecretRepositoryContract {
        private final MemoryStore store = new MemoryStore();
        private final JoinTokenSecretRepository repository = new MemoryTokenSecrets(store);

        @Override
        protected JoinTokenSecretRepository repository() {
            return repository;
        }

        @Override
        protected Transactions transactions() {
            return store;
        }
    }

    @Nested
    class LoginSessions extends LoginSessionRepositoryContract {
        private final MemoryStore store = new MemoryStore();
        private final LoginSessionRepository repository = new MemoryLoginSessions(store);

        @Override
        protected LoginSessionRepository repository() {
            return repository;
        }

        @Override
        protected Transactions transactions() {
            return store;
        }
    }

    @Nested
    class Resources extends ResourceRepositoryContract {
        private final MemoryStore store = new MemoryStore();
        private final ResourceRepository repository = new MemoryResources(store);

        @Override
        protected ResourceRepository repository() {
            return repository;
        }

        @Override
        protected Transactions transactions() {
            return store;
        }
    }

    @Nested
    class Recordings extends RecordingRepositoryContract {
        private final MemoryStore store = new MemoryStore();
        private final RecordingRepository repository = new MemoryRecordings(store);

        @Override
        protected RecordingRepository repository() {
            return repository;
        }

        @Override
        protected Transactions transactions() {
            return store;
        }
    }

    @Nested
    class RecordingKeys extends RecordingKeyRepositoryContract {
        private final MemoryStore store = new MemoryStore();
        private final RecordingKeyRepository repository = new MemoryRecordingKeys(store);

        @Override
        protected RecordingKeyRepository repository() {
            return repository;
        }

        @Override
        protected Transactions transactions() {
            return store;
        }
    }

    @Test
    void failedTransactionLeavesNothingBehind() {
        MemoryStore store = new MemoryStore();
        MemoryTokenSecrets secrets = new MemoryTokenSecrets(store);
        secrets.insert(new JoinTokenSecretRepository.TokenSecret("kept", "digest", 0));
        assertThatThrownBy(() -> store.run(() -> {
                    secrets.delete("kept");
                    secrets.insert(new JoinTokenSecretRepository.TokenSecret("new", "digest", 0));
                    secrets.insert(new JoinTokenSecretRepository.TokenSecret("new", "digest", 0));
                }))
                .hasMessageContaining("has a secret");
        assertThat(secrets.find("kept")).isPresent();
        assertThat(secrets.find("new")).isEmpty();
    }
}
