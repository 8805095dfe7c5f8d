package org.sallyport.ejb.join;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Local;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptors;
import java.util.Set;
import java.util.UUID;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.rest.JoinRequest;
import org.sallyport.api.rest.JoinResponse;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.join.JoinService;
import org.sallyport.ejb.failure.Translated;
import org.sallyport.ejb.join.JoinExaminer.Verdict;
import org.sallyport.ejb.limit.AddressLimiter;
import org.sallyport.ejb.node.NodeNames;
import org.sallyport.ejb.transaction.Transactions;

/** See {@link JoinService} and docs/protocol/join.md. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@Local(JoinService.class)
@Interceptors(Translated.class)
public class JoinServiceBean implements JoinService {
    private final AddressLimiter limiter;
    private final JoinExaminer examiner;
    private final AgentCertification certification;
    private final JoinLog log;
    private final NodeNames names;
    private final Transactions transactions;

    /** For the container. */
    public JoinServiceBean() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public JoinServiceBean(
            AddressLimiter limiter,
            JoinExaminer examiner,
            AgentCertification certification,
            JoinLog log,
            NodeNames names,
            Transactions transactions) {
        this.limiter = limiter;
        this.examiner = examiner;
        this.certification = certification;
        this.log = log;
        this.names = names;
        this.transactions = transactions;
    }

    @Override
    public JoinResponse join(Caller.Anonymous caller, JoinRequest request) {
        limiter.acquire(AddressLimiter.Call.JOIN, caller);
        JoinForm form = JoinForm.of(request);
        try {
            return transactions.required(() -> joined(caller, form));
        } catch (Refused refused) {
            throw log.refused(caller, form, refused.verdict);
        }
    }

    @Override
    public JoinResponse renew(Caller.Agent caller, RenewKeys keys) {
        try {
            JoinForm.requireNodeName(keys.nodeName());
            JoinForm.requireKeys(keys.hostPublicKey(), keys.tunnelPublicKey(), keys.tlsPublicKey());
            requireOwnName(caller, keys.nodeName());
            examiner.locked(caller.hostId(), keys.nodeName()).ifPresent(refusal -> {
                throw refusal;
            });
        } catch (SallyportException refusal) {
            log.renewRefused(caller, refusal);
            throw refusal;
        }
        return transactions.required(() -> {
            JoinResponse response = certification.certify(caller.hostId(), caller.services(), keys, caller.address());
            log.renewed(caller, keys.nodeName(), response.expires());
            return response;
        });
    }

    /** A host certificate of another name would let this agent pass for another node. */
    private static void requireOwnName(Caller.Agent caller, String wanted) {
        if (!wanted.equals(caller.nodeName())) {
            throw new SallyportException(
                    ErrorCode.ACCESS_DENIED,
                    "Auth Service: this agent joined as node '" + caller.nodeName() + "' and may not renew as '"
                            + wanted + "'; a new name needs a join token");
        }
    }

    private JoinResponse joined(Caller.Anonymous caller, JoinForm form) {
        Verdict verdict = examiner.examine(form, caller.address());
        if (verdict.refusal().isPresent()) {
            throw new Refused(verdict);
        }
        names.agentless(form.request().nodeName()).ifPresent(taken -> {
            throw new Refused(Verdict.refused(
                    JoinRefusal.NAME_TAKEN,
                    "the name is that of openssh_node '" + taken + "': remove that, or join by another name"));
        });
        String hostId = form.isRejoin() ? form.hostId() : UUID.randomUUID().toString();
        Set<ServiceType> services = verdict.services();
        JoinRequest request = form.request();
        JoinResponse response = certification.certify(
                hostId,
                services,
                new RenewKeys(
                        request.hostPublicKey(), request.tunnelPublicKey(), request.tlsPublicKey(), request.nodeName()),
                caller.address());
        log.joined(caller, form, hostId, services);
        return response;
    }

    /** Rolls the transaction back, so that a refused join uses nothing up. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Verdict verdict;

        Refused(Verdict verdict) {
            super(verdict.details(), null, false, false);
            this.verdict = verdict;
        }
    }
}
