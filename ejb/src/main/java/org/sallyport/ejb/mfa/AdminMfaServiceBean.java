package org.sallyport.ejb.mfa;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Local;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptors;
import org.sallyport.api.rest.MfaAnswer;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.mfa.AdminMfaService;
import org.sallyport.ejb.failure.Translated;
import org.sallyport.ejb.feed.Directory;

/** See {@link AdminMfaService}. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@Local(AdminMfaService.class)
@Interceptors(Translated.class)
public class AdminMfaServiceBean implements AdminMfaService {
    private final Reauthentication reauthentication;
    private final Directory directory;

    /** For the container. */
    public AdminMfaServiceBean() {
        this(null, null);
    }

    @Inject
    public AdminMfaServiceBean(Reauthentication reauthentication, Directory directory) {
        this.reauthentication = reauthentication;
        this.directory = directory;
    }

    @Override
    public void require(Caller.User caller, String bearerToken, MfaAnswer answer) {
        if (directory.clusterConfig().authenticationPolicy().adminActionsNeedMfa()) {
            reauthentication.require(caller, bearerToken, answer, "make an administrative change");
        }
    }
}
