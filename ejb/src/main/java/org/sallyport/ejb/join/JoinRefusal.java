package org.sallyport.ejb.join;

import java.util.Locale;

/** Why a join was refused. For the audit log only: the caller always hears the same. */
enum JoinRefusal {
    UNKNOWN_TOKEN,
    BAD_SECRET,
    EXPIRED_TOKEN,
    SPENT_TOKEN,
    WRONG_SERVICE,
    BAD_PROOF,
    LOCKED,
    NAME_TAKEN;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
