package org.sallyport.persistence.recording;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalInt;
import org.sallyport.api.recording.RecordingInfo;
import org.sallyport.api.recording.RecordingMode;
import org.sallyport.api.recording.RecordingState;
import org.sallyport.core.recording.RecordingRow;
import org.sallyport.persistence.store.StoredText;

/** A recording. What columns cannot hold is cut. */
@Entity
@Table(name = "recording")
class RecordingEntity {
    private static final int MOST_COMMAND = 65_536;
    private static final int MOST_NAME = 256;

    @Id
    @Column(name = "session_id")
    private String sessionId;

    @Column(name = "host_id")
    private String hostId;

    private String recorder;
    private String node;

    @Column(name = "user_name")
    private String userName;

    private String login;
    private String address;
    private String kind;
    private String command;
    private String mode;

    @Column(name = "term_cols")
    private int columns;

    @Column(name = "term_rows")
    private int rows;

    @Column(name = "started_at")
    private Instant startedAt;

    @Column(name = "last_upload_at")
    private Instant lastUploadAt;

    @Column(name = "ended_at")
    private Instant endedAt;

    private String state;

    @Column(name = "last_number")
    private Integer lastNumber;

    private int segments;
    private long bytes;
    private String digest;

    protected RecordingEntity() {}

    RecordingEntity(RecordingRow row) {
        RecordingInfo info = row.info();
        this.sessionId = info.sessionId();
        this.hostId = row.hostId();
        this.recorder = row.recorder();
        this.node = StoredText.bounded(info.node(), MOST_NAME);
        this.userName = StoredText.bounded(info.user(), MOST_NAME);
        this.login = StoredText.bounded(info.login(), MOST_NAME);
        this.address = StoredText.bounded(info.address(), 128);
        this.kind = StoredText.bounded(info.kind(), 16);
        this.command = StoredText.bounded(info.command(), MOST_COMMAND);
        this.mode = info.mode().wireName();
        this.columns = info.columns();
        this.rows = info.rows();
        this.startedAt = info.started().truncatedTo(ChronoUnit.MICROS);
        this.lastUploadAt = row.lastUpload();
        this.endedAt = row.ended().orElse(null);
        this.state = row.state().wireName();
        this.lastNumber = row.lastNumber().isPresent() ? row.lastNumber().getAsInt() : null;
        this.segments = row.segments();
        this.bytes = row.bytes();
        this.digest = row.digest();
    }

    RecordingRow toRow() {
        RecordingInfo info = new RecordingInfo(
                sessionId,
                userName,
                login,
                node,
                address,
                kind,
                command,
                RecordingMode.ofWireName(mode),
                columns,
                rows,
                startedAt);
        return new RecordingRow(
                info,
                hostId,
                recorder,
                RecordingState.ofWireName(state),
                lastUploadAt,
                Optional.ofNullable(endedAt),
                lastNumber == null ? OptionalInt.empty() : OptionalInt.of(lastNumber),
                segments,
                bytes,
                digest);
    }
}
