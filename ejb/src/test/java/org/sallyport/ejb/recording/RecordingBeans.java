package org.sallyport.ejb.recording;

import java.util.EnumSet;
import org.sallyport.api.recording.RecordingInfo;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.fakes.MemoryRecordingStorage;
import org.sallyport.core.fakes.MemoryRecordings;
import org.sallyport.core.fakes.SealedSession;
import org.sallyport.core.recording.RecordingService;
import org.sallyport.core.recording.RecordingService.Upload;
import org.sallyport.ejb.change.ChangeNotices;
import org.sallyport.ejb.fixture.AuthServer;

/** The service of recordings as the container puts it together, over an {@link AuthServer}. */
final class RecordingBeans {
    final AuthServer server;
    final MemoryRecordingStorage storage = new MemoryRecordingStorage();
    final MemoryRecordings repository;
    final RecordingOrphans orphans;
    final RecordingService service;
    final Caller.Agent web1 = agent("host-1", "web1");

    RecordingBeans(AuthServer server) {
        this.server = server;
        this.repository = new MemoryRecordings(server.store);
        RecordingLog log = new RecordingLog(server.audit, server.clock);
        this.orphans = new RecordingOrphans(
                repository, server.presence, server.liveSessions, log, server.transactions, server.clock);
        this.service = new RecordingServiceBean(
                server.authorizer,
                new SegmentIntake(repository, storage, log, server.transactions, server.clock, server.meters),
                new RecordingLibrary(repository, storage, server.recordingKeys, log, server.transactions),
                new RecordingVerifier(storage, server.recordingKeys, server.auditRepository, server.transactions),
                new Playbacks(log, server.clock),
                new ChangeNotices(server.presenceStore));
    }

    static Caller.Agent agent(String hostId, String name) {
        return new Caller.Agent(hostId, name, EnumSet.of(ServiceType.SSH), "192.0.2.30");
    }

    SealedSession session(int segments) {
        return new SealedSession(server.recordingKeys.current(), segments);
    }

    boolean send(SealedSession session, int number, boolean last) {
        return send(web1, session.info("ann", "web1"), session, number, last);
    }

    boolean send(Caller.Agent from, RecordingInfo info, SealedSession session, int number, boolean last) {
        return service.storeSegment(from, info, new Upload(number, session.segments.get(number), last, ""));
    }

    /** A whole one of ann's. */
    SealedSession whole(int segments) {
        SealedSession session = session(segments);
        for (int i = 0; i < segments; i++) {
            send(session, i, i == segments - 1);
        }
        return session;
    }
}
