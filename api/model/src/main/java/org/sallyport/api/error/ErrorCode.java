package org.sallyport.api.error;

import java.util.Arrays;
import java.util.Optional;

/** Every failure a person or a program can be told of. Numbers are stable and never reused. */
public enum ErrorCode {
    // 1xx: input
    INVALID_ARGUMENT(100, ErrorType.INVALID),
    INVALID_RESOURCE(101, ErrorType.INVALID),
    INVALID_CONFIG(102, ErrorType.INVALID),
    WEAK_PASSWORD(103, ErrorType.INVALID),
    PAYLOAD_TOO_LARGE(104, ErrorType.INVALID),
    UNSUPPORTED(105, ErrorType.INVALID),

    // 2xx: who are you
    NOT_LOGGED_IN(200, ErrorType.UNAUTHENTICATED),
    BAD_CREDENTIALS(201, ErrorType.UNAUTHENTICATED),
    INVITE_INVALID(202, ErrorType.UNAUTHENTICATED),
    JOIN_REFUSED(203, ErrorType.UNAUTHENTICATED),
    CERTIFICATE_EXPIRED(204, ErrorType.UNAUTHENTICATED),
    CERTIFICATE_NOT_YET_VALID(205, ErrorType.UNAUTHENTICATED),
    CERTIFICATE_UNTRUSTED(206, ErrorType.UNAUTHENTICATED),
    CERTIFICATE_WRONG_TYPE(207, ErrorType.UNAUTHENTICATED),
    CERTIFICATE_MALFORMED(208, ErrorType.UNAUTHENTICATED),
    CERTIFICATE_REVOKED(209, ErrorType.UNAUTHENTICATED),
    CERTIFICATE_REQUIRED(210, ErrorType.UNAUTHENTICATED),
    CA_PIN_MISMATCH(211, ErrorType.UNAUTHENTICATED),
    SOURCE_ADDRESS_MISMATCH(212, ErrorType.UNAUTHENTICATED),
    SSO_REFUSED(220, ErrorType.UNAUTHENTICATED),
    LOGIN_REQUEST_INVALID(221, ErrorType.UNAUTHENTICATED),

    // 3xx: you may not
    ACCESS_DENIED(300, ErrorType.DENIED),
    PRINCIPAL_NOT_ALLOWED(301, ErrorType.DENIED),
    LOGIN_NOT_AVAILABLE(302, ErrorType.DENIED),
    ESCALATION_REFUSED(303, ErrorType.DENIED),
    LOCKED(304, ErrorType.DENIED),
    MFA_REQUIRED(310, ErrorType.DENIED),
    NO_MFA_DEVICE(311, ErrorType.DENIED),
    LOGIN_DENIED(320, ErrorType.DENIED),

    // 4xx: is it there
    NOT_FOUND(400, ErrorType.NOT_FOUND),

    // 5xx: state
    ALREADY_EXISTS(500, ErrorType.CONFLICT),
    STALE_REVISION(501, ErrorType.CONFLICT),
    IN_USE(502, ErrorType.CONFLICT),
    LAST_MFA_DEVICE(510, ErrorType.CONFLICT),
    SECURITY_KEY_UNUSABLE(511, ErrorType.CONFLICT),
    /** A step that does not follow from where a rotation stands. */
    WRONG_PHASE(530, ErrorType.CONFLICT),

    // 6xx: limits
    RATE_LIMITED(600, ErrorType.LIMITED),
    ACCOUNT_LOCKED_OUT(601, ErrorType.LIMITED),
    TOO_MANY_SESSIONS(602, ErrorType.LIMITED),

    // 7xx: not now
    AGENT_OFFLINE(700, ErrorType.UNAVAILABLE),
    AGENT_DRAINING(701, ErrorType.UNAVAILABLE),
    PROXY_UNREACHABLE(702, ErrorType.UNAVAILABLE),
    STORE_UNAVAILABLE(703, ErrorType.UNAVAILABLE),
    PORT_TAKEN(704, ErrorType.UNAVAILABLE),
    SHUTTING_DOWN(705, ErrorType.UNAVAILABLE),
    SSO_UNAVAILABLE(720, ErrorType.UNAVAILABLE),

    // 9xx: our fault
    INTERNAL(900, ErrorType.INTERNAL);

    private final int number;
    private final ErrorType type;

    ErrorCode(int number, ErrorType type) {
        this.number = number;
        this.type = type;
    }

    public int number() {
        return number;
    }

    public ErrorType type() {
        return type;
    }

    /** The code with this number, empty when this version does not know it. */
    public static Optional<ErrorCode> ofNumber(int number) {
        return Arrays.stream(values()).filter(code -> code.number == number).findFirst();
    }
}
