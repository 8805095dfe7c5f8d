package org.sallyport.ejb.mfa;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.keys.Secrets;
import org.sallyport.core.mfa.RecoveryCodeRepository;
import org.sallyport.ejb.auditlog.AuditWriter;

/**
 * Recovery codes: 80 random bits each, so a plain digest keeps them. Within the caller's transaction, under the
 * credential's lock.
 */
@ApplicationScoped
public class RecoveryFactor {
    static final int CODES = 10;
    private static final int LENGTH = 16;
    private static final Pattern GROUP = Pattern.compile("(.{4})(?!$)");

    private final RecoveryCodeRepository codes;
    private final AuditWriter audit;
    private final Clock clock;

    /** For the container's proxy. */
    protected RecoveryFactor() {
        this(null, null, null);
    }

    @Inject
    public RecoveryFactor(RecoveryCodeRepository codes, AuditWriter audit, Clock clock) {
        this.codes = codes;
        this.audit = audit;
        this.clock = clock;
    }

    /** @param counts whether a right code is used up */
    Shown verify(Caller caller, String user, boolean known, String code, boolean counts) {
        String hash = hash(user, code);
        // a code that does not count is not looked at either: nothing is told of it
        if (!known || !counts || !codes.consume(user, hash)) {
            return Shown.Wrong.of("wrong_recovery_code");
        }
        int left = codes.count(user);
        audit.record(AuditEvent.of(AuditEventType.RECOVERY_CODE_USED)
                .user(user)
                .address(caller.address())
                .resource("user", user)
                .message("a recovery code of '" + user + "' was used, " + left + " are left")
                .field("left", left)
                .at(clock.instant()));
        return new Shown.Right(user, "recovery_code", "", "");
    }

    /** New codes, shown once; the old ones are void. */
    List<String> renew(Caller.User caller) {
        List<String> made = Stream.generate(RecoveryFactor::code).limit(CODES).toList();
        codes.replace(
                caller.deviceOwner(),
                made.stream().map(code -> hash(caller.deviceOwner(), code)).toList());
        audit.record(AuditEvent.of(AuditEventType.RECOVERY_CODES_MADE)
                .user(caller.name())
                .address(caller.address())
                .resource("user", caller.name())
                .message("'" + caller.name() + "' made " + CODES + " recovery codes; earlier ones are void")
                .at(clock.instant()));
        return made;
    }

    private static String code() {
        return GROUP.matcher(Secrets.token().substring(0, LENGTH)).replaceAll("$1-");
    }

    /** However it was typed. */
    private static String hash(String user, String code) {
        String letters = code.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        return Secrets.sha256Hex("recovery:" + user + ":" + letters);
    }
}
