package org.sallyport.core.mfa;

import org.sallyport.core.caller.Caller;

/** For people who come by single sign-on and lost their second factors; local users get an invite instead. */
public interface DeviceResetService {
    /** Takes away all devices and recovery codes. Errors: NOT_FOUND, ACCESS_DENIED without {@code update} on users. */
    void reset(Caller caller, String connector, String user);
}
