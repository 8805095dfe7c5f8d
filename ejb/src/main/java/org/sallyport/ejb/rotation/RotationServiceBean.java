package org.sallyport.ejb.rotation;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Local;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptors;
import java.util.Arrays;
import java.util.List;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.cert.RotationPhase;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.CaStatus;
import org.sallyport.api.rest.RotationRequest;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.rotation.RotationService;
import org.sallyport.ejb.access.Authorizer;
import org.sallyport.ejb.failure.Translated;

/** See {@link RotationService}. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@Local(RotationService.class)
@Interceptors(Translated.class)
public class RotationServiceBean implements RotationService {
    private final Authorizer authorizer;
    private final Rotations rotations;

    /** For the container. */
    public RotationServiceBean() {
        this(null, null);
    }

    @Inject
    public RotationServiceBean(Authorizer authorizer, Rotations rotations) {
        this.authorizer = authorizer;
        this.rotations = rotations;
    }

    @Override
    public List<CaStatus> status(Caller caller) {
        authorizer.require(caller, "read", RotationDesk.KIND, "");
        return Arrays.stream(CaType.values()).map(rotations::status).toList();
    }

    @Override
    public CaStatus rotate(Caller caller, CaType type, RotationRequest request) {
        authorizer.require(caller, "update", RotationDesk.KIND, type.wireName());
        boolean byHand = request.phase() != null;
        boolean scheduled = request.grace() != null && !request.grace().isBlank();
        if (byHand && scheduled) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT, "Auth Service: give a phase to go to by hand, or a grace, not both");
        }
        if (!byHand && !scheduled && type == CaType.OPENSSH) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Auth Service: hosts without an agent learn of new keys of the openssh CA from people alone, so no"
                            + " schedule can wait for them; go phase by phase (phase init first), or say with grace how"
                            + " long you need to bring the new keys to all of them");
        }
        if (!byHand) {
            return rotations.schedule(caller, type, scheduled ? request.grace() : "");
        }
        return request.phase() == RotationPhase.INIT
                ? rotations.begin(caller, type)
                : rotations.step(caller, type, request.phase());
    }

    @Override
    public CaStatus rollback(Caller caller, CaType type) {
        authorizer.require(caller, "update", RotationDesk.KIND, type.wireName());
        return rotations.step(caller, type, RotationPhase.ROLLBACK);
    }
}
