package org.sallyport.ejb.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.node.NegotiatedAlgorithms;
import org.sallyport.api.node.Node;
import org.sallyport.api.recording.RecordingInfo;
import org.sallyport.api.recording.RecordingMode;
import org.sallyport.api.recording.RecordingState;
import org.sallyport.api.rest.RecordingView;
import org.sallyport.core.connector.TunnelInfo;
import org.sallyport.core.fakes.SealedSession;
import org.sallyport.core.recording.RecordingService;
import org.sallyport.core.recording.RecordingService.Upload;
import org.sallyport.ejb.fixture.AuthServer;
import org.sallyport.ejb.fixture.Refused;

/** What agents send. */
class SegmentIntakeTest {
    private final AuthServer server = new AuthServer();
    private final RecordingBeans beans = new RecordingBeans(server);

    private RecordingView view(SealedSession session) {
        return beans.service.get(AuthServer.SYSTEM, session.id.toString());
    }

    private List<AuditEvent> refusals() {
        return server.audit.of("component.refused");
    }

    @Test
    void aRecordingIsCompleteWhenEverySegmentIsThereInWhateverOrderTheyCome() {
        SealedSession session = beans.session(3);
        assertThat(beans.send(session, 2, true)).isFalse();
        assertThat(beans.send(session, 0, false)).isFalse();
        assertThat(view(session).state()).isEqualTo(RecordingState.LIVE);
        assertThat(view(session).missing()).containsExactly("1");
        assertThat(beans.send(session, 1, false)).isTrue();

        RecordingView complete = view(session);
        assertThat(complete.state()).isEqualTo(RecordingState.COMPLETE);
        assertThat(complete.segments()).isEqualTo(3);
        assertThat(complete.hostId()).isEqualTo("host-1");
        assertThat(complete.missing()).isEmpty();
        AuditEvent event = server.audit.of("recording.completed").getFirst();
        assertThat(event.code()).isEqualTo("SP2100I");
        assertThat(event.user()).isEqualTo("ann");
        assertThat(event.sessionId()).isEqualTo(session.id.toString());
        assertThat(event.resource()).isEqualTo("host-1");
        assertThat(event.fields())
                .containsEntry("segments", "3")
                .containsEntry("digest", complete.digest())
                .containsEntry("node", "web1")
                .containsEntry("bytes", Long.toString(complete.bytes()));
    }

    @Test
    void theSameSegmentMayComeAgain() {
        SealedSession session = beans.session(2);
        beans.send(session, 0, false);
        assertThat(beans.send(session, 0, false)).isFalse();
        assertThat(beans.send(session, 1, true)).isTrue();
        assertThat(beans.send(session, 0, false)).isTrue();
        assertThat(beans.send(session, 1, true)).isTrue();
        assertThat(view(session).segments()).isEqualTo(2);
        assertThat(server.audit.of("recording.completed")).hasSize(1);
        assertThat(refusals()).isEmpty();
    }

    @Test
    void thatASegmentWasTheLastOneMayBecomeKnownLater() {
        SealedSession session = beans.session(2);
        beans.send(session, 0, false);
        assertThat(beans.send(session, 1, false)).isFalse();
        RecordingInfo info = session.info("ann", "web1");
        Upload again = new Upload(1, session.segments.get(1), true, "the agent was killed");
        assertThat(beans.service.storeSegment(beans.web1, info, again)).isTrue();
        assertThat(server.audit.of("recording.completed").getFirst().fields())
                .containsEntry("damage", "1: the agent was killed");
        assertThat(view(session).damage()).containsExactly("1: the agent was killed");
    }

    @Test
    void anotherContentForANumberThatIsThereIsRefused() {
        SealedSession session = beans.session(2);
        beans.send(session, 0, false);
        byte[] shorter = Arrays.copyOf(session.segments.getFirst(), 76);
        Refused.with(
                ErrorCode.ALREADY_EXISTS,
                () -> beans.service.storeSegment(
                        beans.web1, session.info("ann", "web1"), new Upload(0, shorter, false, "")));
        assertThat(refusals()).hasSize(1).allSatisfy(event -> {
            assertThat(event.message()).contains("with another content");
            assertThat(event.sessionId()).isEqualTo(session.id.toString());
            assertThat(event.fields()).containsEntry("call", "upload_segment").containsEntry("segment", "0");
        });
        assertThat(beans.storage.objects.values()).containsExactly(session.segments.getFirst());
    }

    @Test
    void nothingIsAddedBehindTheEnd() {
        SealedSession session = beans.session(3);
        beans.send(session, 0, false);
        beans.send(session, 1, true);
        assertThat(Refused.with(ErrorCode.ALREADY_EXISTS, () -> beans.send(session, 2, false))
                        .userMessage())
                .contains("ends with segment 1");
        Refused.with(ErrorCode.ALREADY_EXISTS, () -> beans.send(session, 0, true));
        SealedSession other = beans.session(3);
        beans.send(other, 2, false);
        Refused.with(ErrorCode.INVALID_ARGUMENT, () -> beans.send(other, 1, true));
        assertThat(view(other).segments()).isEqualTo(1);
    }

    @Test
    void anAgentSendsRecordingsOfItsOwnSessionsOnly() {
        SealedSession session = beans.session(2);
        beans.send(session, 0, false);
        var other = RecordingBeans.agent("host-2", "web2");
        Refused.with(ErrorCode.ACCESS_DENIED, () -> beans.send(other, session.info("ann", "web1"), session, 1, true));
        // not even what is there: it must not learn that it is
        Refused.with(ErrorCode.ACCESS_DENIED, () -> beans.send(other, session.info("ann", "web1"), session, 0, false));
        assertThat(refusals()).hasSize(2).allSatisfy(event -> assertThat(event.user())
                .isEqualTo("agent:host-2"));
    }

    @Test
    void whatIsNoWholeSegmentOfThatSessionIsRefusedAndNothingKept() {
        SealedSession session = beans.session(2);
        RecordingInfo info = session.info("ann", "web1");
        byte[] whole = session.segments.getFirst();
        List<Upload> bad = List.of(
                new Upload(1, whole, false, ""),
                new Upload(-1, whole, false, ""),
                new Upload(0, new byte[0], false, ""),
                new Upload(0, new byte[200], false, ""),
                new Upload(0, Arrays.copyOf(whole, whole.length - 1), false, ""),
                new Upload(0, Arrays.copyOf(whole, whole.length + 1), false, ""));
        for (Upload upload : bad) {
            Refused.with(ErrorCode.INVALID_ARGUMENT, () -> beans.service.storeSegment(beans.web1, info, upload));
        }
        Refused.with(
                ErrorCode.PAYLOAD_TOO_LARGE,
                () -> beans.service.storeSegment(
                        beans.web1, info, new Upload(0, new byte[RecordingService.MOST_BYTES + 1], false, "")));
        SealedSession other = beans.session(1);
        Refused.with(
                ErrorCode.INVALID_ARGUMENT, () -> beans.send(beans.web1, other.info("ann", "web1"), session, 0, false));
        assertThat(refusals()).hasSize(bad.size() + 2);
        assertThat(beans.storage.objects).isEmpty();
    }

    @Test
    void whatIsSaidOfASessionMustBeBelievable() {
        SealedSession session = beans.session(1);
        RecordingInfo good = session.info("ann", "web1");
        for (RecordingInfo bad : List.of(
                with(good, "../../etc", "ann", "shell", good.started()),
                with(good, good.sessionId().toUpperCase(java.util.Locale.ROOT) + "x", "ann", "shell", good.started()),
                with(good, good.sessionId(), "", "shell", good.started()),
                with(good, good.sessionId(), "a".repeat(257), "shell", good.started()),
                with(good, good.sessionId(), "ann", "telnet", good.started()),
                with(good, good.sessionId(), "ann", "shell", Instant.MAX))) {
            Refused.with(ErrorCode.INVALID_ARGUMENT, () -> beans.send(beans.web1, bad, session, 0, false));
        }
        // the node is who its certificate says it is
        beans.send(beans.web1, session.info("ann", "db1"), session, 0, false);
        assertThat(view(session).info().node()).isEqualTo("web1");
    }

    private static RecordingInfo with(RecordingInfo of, String id, String user, String kind, Instant started) {
        return new RecordingInfo(id, user, of.login(), of.node(), "", kind, "", RecordingMode.NODE, 0, 0, started);
    }

    @Test
    void aStorageThatIsAwayLeavesNoRowAndTheSegmentMayComeAgain() {
        SealedSession session = beans.session(1);
        beans.storage.away = true;
        Refused.with(ErrorCode.STORE_UNAVAILABLE, () -> beans.send(session, 0, true));
        Refused.with(ErrorCode.NOT_FOUND, () -> view(session));
        beans.storage.away = false;
        assertThat(beans.send(session, 0, true)).isTrue();
        // what is to be tried again is no refusal
        assertThat(refusals()).isEmpty();
    }

    @Test
    void aRecordingOfAnAgentThatIsGoneIsEndedAndTakenOnWhenItIsBack() {
        beans.orphans.look();
        SealedSession session = beans.session(3);
        beans.send(session, 0, false);
        beans.send(session, 2, false);
        server.clock.advance(RecordingOrphans.QUIET.plusSeconds(1));
        beans.orphans.look();
        beans.orphans.look();

        assertThat(view(session).state()).isEqualTo(RecordingState.INCOMPLETE);
        AuditEvent event = server.audit.of("recording.incomplete").getFirst();
        assertThat(event.code()).isEqualTo("SP2101W");
        assertThat(event.message()).contains("these are missing: 1, 3-");
        assertThat(event.fields())
                .containsEntry("missing", "1, 3-")
                .containsEntry("digest", view(session).digest());
        assertThat(server.audit.of("recording.incomplete")).hasSize(1);

        assertThat(beans.send(session, 1, false)).isFalse();
        assertThat(view(session).state()).isEqualTo(RecordingState.LIVE);
        assertThat(beans.send(session, 2, true)).isTrue();
        assertThat(server.audit.of("recording.completed")).hasSize(1);
    }

    @Test
    void anIdleSessionOfANodeThatIsThereIsLeftAlone() {
        beans.orphans.look();
        SealedSession session = beans.session(3);
        beans.send(session, 0, false);
        server.clock.advance(RecordingOrphans.QUIET.plusSeconds(1));
        online();
        beans.orphans.look();
        assertThat(view(session).state()).isEqualTo(RecordingState.LIVE);

        // it has ended and a segment is missing: nothing idles there
        beans.send(session, 2, true);
        server.clock.advance(RecordingOrphans.QUIET.plusSeconds(1));
        online();
        beans.orphans.look();
        assertThat(server.audit.of("recording.incomplete").getFirst().fields()).containsEntry("missing", "1");
    }

    private void online() {
        Node node = new Node(
                "host-1", "web1", java.util.Map.of(), beans.web1.services(), "1", true, server.clock.instant());
        server.presence.tunnelUp(tunnel(), Duration.ofMinutes(5));
        server.presence.heartbeat(node, Duration.ofMinutes(5));
    }

    private TunnelInfo tunnel() {
        return new TunnelInfo(
                "t1",
                "host-1",
                beans.web1.services(),
                "192.0.2.30",
                server.clock.instant(),
                new NegotiatedAlgorithms("kex", "cipher", "mac"));
    }

    @Test
    void agentsThatAreNotBackAfterARestartYetAreWaitedFor() {
        SealedSession session = beans.session(2);
        beans.send(session, 0, false);
        server.clock.advance(RecordingOrphans.QUIET.multipliedBy(2));
        // the first look of a server that was away
        beans.orphans.look();
        assertThat(view(session).state()).isEqualTo(RecordingState.LIVE);
        server.clock.advance(RecordingOrphans.QUIET);
        beans.orphans.look();
        assertThat(view(session).state()).isEqualTo(RecordingState.INCOMPLETE);
    }
}
