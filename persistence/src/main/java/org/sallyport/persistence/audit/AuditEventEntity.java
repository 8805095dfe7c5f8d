package org.sallyport.persistence.audit;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.Outcome;
import org.sallyport.core.audit.AuditRepository.Stored;
import org.sallyport.persistence.store.JsonText;

/** For reading; rows are written by {@link AuditSequencing#insertStatement()}. */
@Entity
@Table(name = "audit_event")
class AuditEventEntity {
    @Id
    private long seq;

    private UUID uid;
    private String event;
    private String code;

    @Column(name = "event_time")
    private Instant eventTime;

    private String outcome;

    @Column(name = "user_name")
    private String userName;

    @Column(name = "resource_kind")
    private String resourceKind;

    @Column(name = "resource_name")
    private String resourceName;

    private String address;

    @Column(name = "session_id")
    private String sessionId;

    private String message;
    private String fields;

    protected AuditEventEntity() {}

    long seq() {
        return seq;
    }

    Stored toStored() {
        return new Stored(
                seq,
                new AuditEvent(
                        uid,
                        event,
                        code,
                        eventTime,
                        Outcome.valueOf(outcome),
                        userName,
                        resourceKind,
                        resourceName,
                        address,
                        sessionId,
                        message,
                        JsonText.toFields(fields)));
    }
}
