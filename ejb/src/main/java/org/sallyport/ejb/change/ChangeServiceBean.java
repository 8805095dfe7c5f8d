package org.sallyport.ejb.change;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Local;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptors;
import org.sallyport.core.access.Target.ResourceTarget;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.change.ChangeService;
import org.sallyport.core.change.Changes;
import org.sallyport.ejb.access.Authorizer;
import org.sallyport.ejb.failure.Translated;

/** See {@link ChangeService}. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@Local(ChangeService.class)
@Interceptors(Translated.class)
public class ChangeServiceBean implements ChangeService {
    static final String NODE = "node";
    static final String AUTHORITY = "cert_authority";

    private final ChangeMarks marks;
    private final Authorizer authorizer;

    /** For the container. */
    public ChangeServiceBean() {
        this(null, null);
    }

    @Inject
    public ChangeServiceBean(ChangeMarks marks, Authorizer authorizer) {
        this.marks = marks;
        this.authorizer = authorizer;
    }

    @Override
    public Changes after(Caller caller, long mark) {
        Changes all = marks.after(mark);
        return new Changes(
                all.mark(),
                all.kinds().stream().filter(kind -> lists(caller, kind)).toList());
    }

    private boolean lists(Caller caller, String kind) {
        return switch (kind) {
            // everybody lists those he may see, and his own
            case NODE, ResourceTarget.LIVE_SESSION -> caller instanceof Caller.User;
            case AUTHORITY -> authorizer.allows(caller, "read", kind, "");
            default -> authorizer.allows(caller, "list", kind, "");
        };
    }
}
