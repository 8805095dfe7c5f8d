package org.sallyport.ejb.mfa;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Local;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptors;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.mfa.DeviceResetService;
import org.sallyport.ejb.access.Authorizer;
import org.sallyport.ejb.failure.Translated;
import org.sallyport.ejb.transaction.Transactions;

/** See {@link DeviceResetService}. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@Local(DeviceResetService.class)
@Interceptors(Translated.class)
public class DeviceResetServiceBean implements DeviceResetService {
    private final Authorizer authorizer;
    private final DeviceDesk devices;
    private final Transactions transactions;

    /** For the container. */
    public DeviceResetServiceBean() {
        this(null, null, null);
    }

    @Inject
    public DeviceResetServiceBean(Authorizer authorizer, DeviceDesk devices, Transactions transactions) {
        this.authorizer = authorizer;
        this.devices = devices;
        this.transactions = transactions;
    }

    @Override
    public void reset(Caller caller, String connector, String user) {
        authorizer.require(caller, "update", "user", user);
        int removed = transactions.required(() -> devices.reset(caller, connector, user));
        if (removed == 0) {
            throw new SallyportException(
                    ErrorCode.NOT_FOUND,
                    "Auth Service: '" + user + "' has no second factor by connector '" + connector + "'");
        }
    }
}
