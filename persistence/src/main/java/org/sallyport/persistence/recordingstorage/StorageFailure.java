package org.sallyport.persistence.recordingstorage;

import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** Whatever is wrong with a storage is for its operator to mend; agents keep what they have and try again. */
final class StorageFailure {
    private StorageFailure() {}

    static SallyportException of(String what, Throwable cause) {
        return new SallyportException(
                ErrorCode.STORE_UNAVAILABLE, "recording storage: " + what, String.valueOf(cause), cause);
    }
}
