package org.sallyport.ejb.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.recording.RecordingInfo;
import org.sallyport.api.recording.RecordingMode;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.api.resource.RoleRule;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.rest.Page;
import org.sallyport.api.rest.RecordingCheck;
import org.sallyport.api.rest.RecordingCheck.Fault;
import org.sallyport.api.rest.RecordingView;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.fakes.SealedSession;
import org.sallyport.core.recording.Playback;
import org.sallyport.core.recording.RecordedEvent;
import org.sallyport.core.recording.RecordingQuery;
import org.sallyport.ejb.fixture.AuthServer;
import org.sallyport.ejb.fixture.Refused;
import org.sallyport.ejb.recordingkey.RecordingKeys;

/** Who may see, read and remove recordings, and what verifying them finds. */
class RecordingServiceTest {
    private final AuthServer server = new AuthServer();
    private final RecordingBeans beans = new RecordingBeans(server);

    @BeforeEach
    void people() {
        server.user("ann", "access");
        server.user("bob", "access");
        server.user("eve", "auditor");
        server.user("joe", "editor");
    }

    private SealedSession of(String user) {
        SealedSession session = beans.session(1);
        beans.send(beans.web1, session.info(user, "web1"), session, 0, true);
        return session;
    }

    private List<String> listed(String user) {
        return beans.service.list(server.as(user), RecordingQuery.ALL, "", 100).items().stream()
                .map(view -> view.info().user())
                .sorted()
                .toList();
    }

    private static List<RecordedEvent> read(Playback playback) {
        List<RecordedEvent> events = new ArrayList<>();
        try {
            playback.play(-1, Integer.MAX_VALUE, new Playback.Sink() {
                @Override
                public void event(RecordedEvent event) {
                    events.add(event);
                }

                @Override
                public void played(int number) {
                    // all of it is read
                }
            });
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return events;
    }

    @Test
    void everybodyHasHisOwnAndAuditorsHaveAll() {
        SealedSession anns = of("ann");
        of("bob");
        assertThat(listed("ann")).containsExactly("ann");
        assertThat(listed("bob")).containsExactly("bob");
        assertThat(listed("eve")).containsExactly("ann", "bob");
        assertThat(listed("joe")).containsExactly("ann", "bob");

        String id = anns.id.toString();
        assertThat(beans.service.get(server.as("ann"), id).info().user()).isEqualTo("ann");
        String hidden = Refused.with(ErrorCode.NOT_FOUND, () -> beans.service.get(server.as("bob"), id))
                .userMessage();
        String absent = java.util.UUID.randomUUID().toString();
        assertThat(Refused.with(ErrorCode.NOT_FOUND, () -> beans.service.get(server.as("bob"), absent))
                        .userMessage())
                .isEqualTo(hidden.replace(id, absent));
        Refused.with(ErrorCode.NOT_FOUND, () -> beans.service.play(server.as("bob"), id, false));
        Refused.with(ErrorCode.NOT_FOUND, () -> beans.service.verify(server.as("bob"), id));
        Refused.with(ErrorCode.NOT_FOUND, () -> beans.service.delete(server.as("bob"), id));
        Refused.with(ErrorCode.ACCESS_DENIED, () -> beans.service.delete(server.as("ann"), id));
        Refused.with(ErrorCode.ACCESS_DENIED, () -> beans.service.delete(server.as("eve"), id));
        assertThat(server.audit.of("access.denied")).hasSizeGreaterThanOrEqualTo(7);
        assertThat(server.audit.of("recording.read")).isEmpty();
    }

    @Test
    void whoHasNoRoleForThemIsRefused() {
        server.role("none", new RoleSpec(null, null, null));
        server.user("zoe", "none");
        Refused.with(ErrorCode.ACCESS_DENIED, () -> listed("zoe"));
    }

    @Test
    void rulesMayNarrowByNode() {
        RoleRule rule = new RoleRule(List.of("session_recording"), List.of("*"), "has_prefix(session.node, \"db\")");
        server.role("keeper", new RoleSpec(null, new RoleConditions(List.of(), Map.of(), List.of(rule)), null));
        server.user("kim", "keeper");
        of("ann");
        SealedSession session = beans.session(1);
        beans.send(RecordingBeans.agent("host-2", "db1"), session.info("bob", "db1"), session, 0, true);
        assertThat(listed("kim")).containsExactly("bob");
        beans.service.delete(server.as("kim"), session.id.toString());
        assertThat(listed("kim")).isEmpty();
    }

    @Test
    void readingIsAuditedOnceAPlayback() {
        SealedSession session = of("ann");
        String id = session.id.toString();
        Caller.User eve = server.as("eve");
        // that it goes on with something nobody began is not believed
        assertThat(read(beans.service.play(eve, id, true))).hasSize(session.events.size());
        beans.service.play(eve, id, true);
        server.clock.advance(Playbacks.PAUSE.minusSeconds(1));
        beans.service.play(eve, id, true);
        assertThat(server.audit.of("recording.read")).hasSize(1);
        beans.service.play(eve, id, false);
        assertThat(server.audit.of("recording.read")).hasSize(2);
        server.clock.advance(Playbacks.PAUSE.plusSeconds(1));
        beans.service.play(eve, id, true);
        assertThat(server.audit.of("recording.read")).hasSize(3);
        AuditEvent event = server.audit.of("recording.read").getFirst();
        assertThat(event.code()).isEqualTo("SP2102I");
        assertThat(event.user()).isEqualTo("eve");
        assertThat(event.sessionId()).isEqualTo(id);
        assertThat(event.fields()).containsEntry("session_user", "ann");
    }

    @Test
    void whatWasRecordedIsReadByteByByte() {
        SealedSession session = beans.whole(3);
        List<RecordedEvent> events = read(beans.service.play(server.as("ann"), session.id.toString(), false));
        assertThat(events).hasSameSizeAs(session.events);
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).atMicros()).isEqualTo(session.events.get(i).atMicros());
            assertThat(events.get(i).code()).isEqualTo(session.events.get(i).code());
            assertThat(events.get(i).data()).isEqualTo(session.events.get(i).data());
        }
    }

    @Test
    void longListingsComeInPages() {
        for (int i = 0; i < 7; i++) {
            of(i % 2 == 0 ? "ann" : "bob");
        }
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            Page<RecordingView> page = beans.service.list(server.as("ann"), RecordingQuery.ALL, cursor, 3);
            page.items().forEach(view -> seen.add(view.info().sessionId()));
            cursor = page.nextCursor();
        } while (!cursor.isEmpty());
        assertThat(seen).hasSize(4).doesNotHaveDuplicates();
        Refused.with(
                ErrorCode.INVALID_ARGUMENT,
                () -> beans.service.list(server.as("ann"), RecordingQuery.ALL, "bm9uZQ", 3));
    }

    @Test
    void whoMayListFewOfManyGetsThemInTheEnd() {
        of("ann");
        for (int i = 0; i <= RecordingServiceBean.MOST_SCANNED; i++) {
            RecordingInfo info = new RecordingInfo(
                    new java.util.UUID(7, i).toString(),
                    "bob",
                    "root",
                    "web1",
                    "",
                    "shell",
                    "",
                    RecordingMode.NODE,
                    0,
                    0,
                    java.time.Instant.parse("2026-03-02T12:00:00Z"));
            beans.repository.insert(
                    org.sallyport.core.recording.RecordingRow.begin(info, "host-1", server.clock.instant()));
        }
        Page<RecordingView> first = beans.service.list(server.as("ann"), RecordingQuery.ALL, "", 10);
        assertThat(first.items()).isEmpty();
        assertThat(first.nextCursor()).isNotEmpty();
        assertThat(beans.service
                        .list(server.as("ann"), RecordingQuery.ALL, first.nextCursor(), 10)
                        .items())
                .hasSize(1);
    }

    @Test
    void deletingLeavesNothingButTheAuditEvent() {
        SealedSession session = beans.whole(3);
        assertThat(beans.storage.objects).hasSize(3);
        beans.service.delete(server.as("joe"), session.id.toString());
        assertThat(beans.storage.objects).isEmpty();
        Refused.with(ErrorCode.NOT_FOUND, () -> beans.service.get(server.as("joe"), session.id.toString()));
        AuditEvent event = server.audit.of("recording.deleted").getFirst();
        assertThat(event.code()).isEqualTo("SP2103I");
        assertThat(event.user()).isEqualTo("joe");
        assertThat(event.fields()).containsEntry("session_user", "ann").containsEntry("segments", "3");
    }

    @Test
    void whatIsLiveIsNotDeleted() {
        SealedSession session = beans.session(2);
        beans.send(session, 0, false);
        Refused.with(ErrorCode.IN_USE, () -> beans.service.delete(server.as("joe"), session.id.toString()));
        assertThat(server.audit.of("recording.deleted")).isEmpty();
        assertThat(beans.storage.objects).hasSize(1);
    }

    @Test
    void aSoundRecordingIsSaidToBe() {
        SealedSession session = beans.whole(3);
        RecordingCheck check = beans.service.verify(server.as("eve"), session.id.toString());
        assertThat(check.faults()).isEmpty();
        assertThat(check.sound()).isTrue();
        assertThat(check.frames()).isEqualTo(3L * SealedSession.FRAMES);
    }

    private List<Fault> faults(SealedSession session) {
        RecordingCheck check = beans.service.verify(server.as("eve"), session.id.toString());
        assertThat(check.sound()).isEqualTo(check.faults().isEmpty());
        return check.faults();
    }

    private String key(SealedSession session, int number) {
        return beans.repository
                .segment(session.id.toString(), number)
                .orElseThrow()
                .objectKey();
    }

    @Test
    void removedSwappedAndChangedObjectsAreNamed() {
        SealedSession session = beans.whole(4);
        byte[] second = beans.storage.objects.get(key(session, 1));
        beans.storage.objects.put(key(session, 1), beans.storage.objects.get(key(session, 2)));
        beans.storage.objects.put(key(session, 2), second);
        beans.storage.objects.get(key(session, 3))[30] ^= 1;
        beans.storage.objects.remove(key(session, 0));
        assertThat(faults(session))
                .containsExactly(
                        new Fault(0, "is not in the storage"),
                        new Fault(1, "segment 2 of session " + session.id + " is in its place"),
                        new Fault(2, "segment 1 of session " + session.id + " is in its place"),
                        new Fault(3, "header: the offset was changed"));
    }

    @Test
    void rowsThatWereChangedAlongWithTheObjectsAreFoundByTheAuditLog() {
        SealedSession session = beans.whole(2);
        String id = session.id.toString();
        // somebody with the database in hand: another segment 1, its row, and a digest that fits
        SealedSession forged = beans.session(2);
        var old = beans.repository.find(id).orElseThrow();
        beans.repository.delete(id);
        beans.repository.insert(old);
        beans.repository.insertSegment(row(session, forged, 0));
        beans.repository.insertSegment(row(session, forged, 1));
        assertThat(faults(session))
                .extracting(Fault::what)
                .contains("the digest of its segments' rows is not that of its own row")
                .anyMatch(
                        what -> what.startsWith("the digest of its segments' rows is not that of the audit event of"));
        beans.repository.update(old.ended(
                old.state(),
                org.sallyport.core.recording.RecordingDigest.of(beans.repository.segments(id)),
                server.clock.instant()));
        assertThat(faults(session))
                .extracting(Fault::what)
                .anyMatch(what -> what.startsWith("the digest of its segments' rows is not that of the audit event of"))
                .noneMatch(what -> what.endsWith("its own row"));
    }

    private static org.sallyport.core.recording.SegmentRow row(SealedSession of, SealedSession from, int number) {
        var row = from.row(number);
        return new org.sallyport.core.recording.SegmentRow(
                of.id.toString(), number, row.size(), row.sha256(), row.header(), "", row.objectKey());
    }

    @Test
    void anotherServerMakesNoKeyOfItsOwn() {
        var key = server.recordingKeys.current();
        RecordingKeys second = server.anotherRecordingKeys();
        assertThat(second.current().id()).isEqualTo(key.id());
        assertThat(second.current().publicKey()).isEqualTo(key.publicKey());
        assertThat(Optional.of(key.id()))
                .hasValueSatisfying(id -> assertThat(id).hasSize(16));
    }
}
