package org.sallyport.core.token;

import org.sallyport.api.rest.TokenCreated;
import org.sallyport.api.rest.TokenCreation;
import org.sallyport.core.caller.Caller;

/** Makes join tokens; listing and removing them goes through ResourceService. */
public interface TokenService {
    /** Errors: ACCESS_DENIED, ALREADY_EXISTS, INVALID_ARGUMENT. TTL 1 minute to 30 days, default 30 minutes. */
    TokenCreated create(Caller caller, TokenCreation request);
}
