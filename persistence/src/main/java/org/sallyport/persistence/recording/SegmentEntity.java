package org.sallyport.persistence.recording;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import org.sallyport.core.recording.SegmentRow;
import org.sallyport.persistence.store.StoredText;

/** A recording's segment. */
@Entity
@Table(name = "recording_segment")
@IdClass(SegmentEntity.Key.class)
class SegmentEntity {
    static final int MOST_DAMAGE = 1024;

    record Key(String sessionId, int number) implements Serializable {}

    @Id
    @Column(name = "session_id")
    private String sessionId;

    @Id
    private int number;

    @Column(name = "size_bytes")
    private int size;

    private String sha256;
    private String header;
    private String damage;

    @Column(name = "object_key")
    private String objectKey;

    protected SegmentEntity() {}

    SegmentEntity(SegmentRow row) {
        this.sessionId = row.sessionId();
        this.number = row.number();
        this.size = row.size();
        this.sha256 = row.sha256();
        this.header = row.header();
        this.damage = StoredText.bounded(row.damage(), MOST_DAMAGE);
        this.objectKey = row.objectKey();
    }

    SegmentRow toRow() {
        return new SegmentRow(sessionId, number, size, sha256, header, damage, objectKey);
    }
}
