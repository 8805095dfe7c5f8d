package org.sallyport.persistence.lockout;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.sallyport.core.lockout.LoginFailureRepository.Failures;

/** Failed logins of one name. */
@Entity
@Table(name = "login_failure")
class LoginFailureEntity {
    @Id
    @Column(name = "user_name")
    private String userName;

    private int failures;

    @Column(name = "last_at")
    private Instant lastAt;

    @Column(name = "locked_until")
    private Instant lockedUntil;

    protected LoginFailureEntity() {}

    LoginFailureEntity(Failures counted) {
        this.userName = counted.user();
        this.failures = counted.count();
        this.lastAt = counted.last();
        this.lockedUntil = counted.lockedUntil().orElse(null);
    }

    Failures toFailures() {
        return new Failures(userName, failures, lastAt, Optional.ofNullable(lockedUntil));
    }
}
