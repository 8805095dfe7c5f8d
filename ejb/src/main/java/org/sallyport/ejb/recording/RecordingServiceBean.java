package org.sallyport.ejb.recording;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Local;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptors;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.recording.RecordingInfo;
import org.sallyport.api.rest.Page;
import org.sallyport.api.rest.RecordingCheck;
import org.sallyport.api.rest.RecordingView;
import org.sallyport.core.access.Target.ResourceTarget;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.recording.Playback;
import org.sallyport.core.recording.RecordingQuery;
import org.sallyport.core.recording.RecordingRepository.Position;
import org.sallyport.core.recording.RecordingRow;
import org.sallyport.core.recording.RecordingService;
import org.sallyport.ejb.access.Authorizer;
import org.sallyport.ejb.change.ChangeNotices;
import org.sallyport.ejb.failure.Translated;
import org.sallyport.ejb.paging.Paging;

/** See {@link RecordingService}. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@Local(RecordingService.class)
@Interceptors(Translated.class)
public class RecordingServiceBean implements RecordingService {
    /** Rows looked at for one page: who may list few of many gets short pages, not slow ones. */
    static final int MOST_SCANNED = 2000;

    private static final int BATCH = 200;
    private static final char SEPARATOR = ' ';

    private final Authorizer authorizer;
    private final SegmentIntake intake;
    private final RecordingLibrary library;
    private final RecordingVerifier verifier;
    private final Playbacks playbacks;
    private final ChangeNotices notices;

    /** For the container. */
    public RecordingServiceBean() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public RecordingServiceBean(
            Authorizer authorizer,
            SegmentIntake intake,
            RecordingLibrary library,
            RecordingVerifier verifier,
            Playbacks playbacks,
            ChangeNotices notices) {
        this.authorizer = authorizer;
        this.intake = intake;
        this.library = library;
        this.verifier = verifier;
        this.playbacks = playbacks;
        this.notices = notices;
    }

    @Override
    public boolean storeSegment(Caller.Agent caller, RecordingInfo info, Upload upload) {
        return told(upload, intake.store(caller, Recorder.of(caller), info, upload));
    }

    @Override
    public boolean storeSegment(Caller.System caller, Recorder recorder, RecordingInfo info, Upload upload) {
        return told(upload, intake.store(caller, recorder, info, upload));
    }

    /** That a recording grows is no news for a list. */
    private boolean told(Upload upload, boolean complete) {
        if (complete || upload.number() == 0) {
            notices.tell(ResourceTarget.RECORDING);
        }
        return complete;
    }

    @Override
    public Page<RecordingView> list(Caller caller, RecordingQuery query, String cursor, int limit) {
        authorizer.require(caller, "list", ResourceTarget.RECORDING, "");
        int wanted = Paging.limit(limit);
        Optional<Position> after = position(Paging.key(cursor));
        List<RecordingView> found = new ArrayList<>();
        for (int scanned = 0; scanned < MOST_SCANNED; scanned += BATCH) {
            List<RecordingRow> rows = library.list(query, after, BATCH);
            for (RecordingRow row : rows) {
                after = Optional.of(Position.of(row));
                if (authorizer.allows(caller, "list", RecordingLibrary.target(row))) {
                    found.add(RecordingLibrary.view(row));
                }
                if (found.size() == wanted) {
                    return new Page<>(found, cursor(after.get()));
                }
            }
            if (rows.size() < BATCH) {
                return new Page<>(found, "");
            }
        }
        return new Page<>(found, cursor(after.orElseThrow()));
    }

    private static String cursor(Position position) {
        return Paging.cursor(position.started().toString() + SEPARATOR + position.sessionId());
    }

    private static Optional<Position> position(String key) {
        if (key.isEmpty()) {
            return Optional.empty();
        }
        try {
            int separator = key.indexOf(SEPARATOR);
            return Optional.of(new Position(
                    Instant.parse(key.substring(0, Math.max(0, separator))), key.substring(separator + 1)));
        } catch (DateTimeException malformed) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Auth Service: this is no cursor of this listing: use one that a page came with",
                    "",
                    malformed);
        }
    }

    @Override
    public RecordingView get(Caller caller, String sessionId) {
        authorizer.require(caller, "read", library.target(sessionId));
        return RecordingLibrary.view(library.held(sessionId));
    }

    @Override
    public Playback play(Caller caller, String sessionId, boolean goingOn) {
        authorizer.require(caller, "read", library.target(sessionId));
        RecordingLibrary.Held held = library.held(sessionId);
        playbacks.read(caller, held.recording(), goingOn);
        return library.playback(held);
    }

    @Override
    public RecordingCheck verify(Caller caller, String sessionId) {
        authorizer.require(caller, "read", library.target(sessionId));
        return verifier.verify(library.held(sessionId));
    }

    @Override
    public void delete(Caller caller, String sessionId) {
        authorizer.require(caller, "delete", library.target(sessionId));
        library.delete(caller, sessionId);
        notices.tell(ResourceTarget.RECORDING);
    }
}
