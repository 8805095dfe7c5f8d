package org.sallyport.connector.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sallyport.connector.adapter.RunningProxy.await;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sallyport.api.codec.Json;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.session.LiveSession;
import org.sallyport.api.session.LiveState;
import org.sallyport.api.session.Participant;
import org.sallyport.api.session.SessionMode;
import org.sallyport.core.connector.LiveReport;
import org.sallyport.core.connector.SessionEnd;
import org.sallyport.rpc.v1.Heartbeat;
import org.sallyport.rpc.v1.InventoryReply;

/** Live sessions in the component API. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ComponentSessionsTest {
    private final String hostId = UUID.randomUUID().toString();
    private RunningProxy proxy;
    private ComponentPeer components;

    @BeforeEach
    void start() throws Exception {
        proxy = new RunningProxy();
        components = new ComponentPeer(proxy);
    }

    @AfterEach
    void stop() throws Exception {
        components.close();
        proxy.close();
    }

    private StreamObserver<Heartbeat> inventory(BlockingQueue<InventoryReply> replies) throws Exception {
        return components.inventory(
                components.channel(proxy.endpoint.grpcPort(), proxy.cluster.agentTls(hostId)), replies);
    }

    @Test
    void liveSessionsAreToldAndEndsArePushedBetweenHeartbeats() throws Exception {
        BlockingQueue<InventoryReply> replies = new LinkedBlockingQueue<>();
        StreamObserver<Heartbeat> heartbeats = inventory(replies);
        LiveSession session = session("s-1");
        proxy.listener.sessionEnds = List.of(new SessionEnd("s-0", "eve", "asked before"));
        heartbeats.onNext(Heartbeat.newBuilder()
                .setNodeName("web-1")
                .addServices("ssh")
                .addLiveSessionsJson(ByteString.copyFrom(Json.jsonMapper().writeValueAsBytes(session)))
                .addLiveSessionsJson(ByteString.copyFromUtf8("{\"id\": \"of another version\"}"))
                .setLiveSessionsUntold(7)
                .build());
        InventoryReply answer = replies.poll(30, TimeUnit.SECONDS);
        assertThat(answer.getNextIntervalMillis()).isEqualTo(1234);
        assertThat(answer.getEndSessionsList()).singleElement().satisfies(end -> {
            assertThat(end.getSessionId()).isEqualTo("s-0");
            assertThat(end.getBy()).isEqualTo("eve");
            assertThat(end.getWhy()).isEqualTo("asked before");
        });
        assertThat(proxy.listener.liveReports).containsExactly(new LiveReport(List.of(session), 8));

        proxy.listener.sessionEndTold.accept(new SessionEnd("s-1", "ann", ""));
        InventoryReply pushed = replies.poll(30, TimeUnit.SECONDS);
        assertThat(pushed.getNextIntervalMillis()).isZero();
        assertThat(pushed.getEndSessions(0).getSessionId()).isEqualTo("s-1");

        heartbeats.onCompleted();
        await("nobody follows any more", () -> proxy.listener.sessionEndTold == null);
    }

    @Test
    void tooManyLiveSessionsAreRefusedAndAudited() throws Exception {
        BlockingQueue<InventoryReply> replies = new LinkedBlockingQueue<>();
        Heartbeat.Builder many = Heartbeat.newBuilder().setNodeName("web-1").addServices("ssh");
        ByteString one = ByteString.copyFrom(Json.jsonMapper().writeValueAsBytes(session("s")));
        for (int i = 0; i <= LiveReport.MOST_SESSIONS; i++) {
            many.addLiveSessionsJson(one);
        }
        inventory(replies).onNext(many.build());
        assertThat(replies.poll(30, TimeUnit.SECONDS)).isEqualTo(InventoryReply.getDefaultInstance());
        assertThat(proxy.listener.heartbeats).isEmpty();
        assertThat(proxy.listener.componentRefusals).singleElement().satisfies(refused -> {
            assertThat(refused.claimed()).isEqualTo("agent:" + hostId);
            assertThat(refused.code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE);
        });
    }

    private static LiveSession session(String id) {
        return new LiveSession(
                id,
                "jo",
                List.of("dev"),
                "root",
                "shell",
                true,
                Instant.EPOCH,
                LiveState.RUNNING,
                List.of(new Participant("ann", SessionMode.OBSERVER, Instant.EPOCH)));
    }
}
