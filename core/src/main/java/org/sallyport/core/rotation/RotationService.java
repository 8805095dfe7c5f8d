package org.sallyport.core.rotation;

import java.util.List;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.rest.CaStatus;
import org.sallyport.api.rest.RotationRequest;
import org.sallyport.core.caller.Caller;

/** Exchanges the keys of CAs. Kind {@code cert_authority}, verbs {@code read} and {@code update}; every step is audited. */
public interface RotationService {
    /** Every CA, and who would be cut off by the next step. Errors: ACCESS_DENIED. */
    List<CaStatus> status(Caller caller);

    /** The next phase, or the beginning of a schedule. Errors: ACCESS_DENIED, WRONG_PHASE, STALE_REVISION, INVALID_ARGUMENT. */
    CaStatus rotate(Caller caller, CaType type, RotationRequest request);

    /** Back to the old keys. Errors: ACCESS_DENIED, WRONG_PHASE, STALE_REVISION. */
    CaStatus rollback(Caller caller, CaType type);
}
