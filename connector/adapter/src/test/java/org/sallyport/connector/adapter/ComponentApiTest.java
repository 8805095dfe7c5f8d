package org.sallyport.connector.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sallyport.connector.adapter.RunningProxy.await;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.grpc.stub.StreamObserver;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.codec.Json;
import org.sallyport.api.codec.ResourceCodec;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.recording.RecordingInfo;
import org.sallyport.api.recording.RecordingKey;
import org.sallyport.api.recording.RecordingMode;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.session.LiveSession;
import org.sallyport.api.session.LiveState;
import org.sallyport.api.session.Participant;
import org.sallyport.api.session.SessionMode;
import org.sallyport.core.access.PresetRoles;
import org.sallyport.core.ca.CaKeys;
import org.sallyport.core.ca.X509Template;
import org.sallyport.core.connector.LiveReport;
import org.sallyport.core.connector.SessionEnd;
import org.sallyport.core.identity.Trust;
import org.sallyport.core.recording.RecordingService;
import org.sallyport.core.resource.ResourceChange;
import org.sallyport.rpc.v1.ComponentGrpc;
import org.sallyport.rpc.v1.EmitAuditRequest;
import org.sallyport.rpc.v1.Heartbeat;
import org.sallyport.rpc.v1.InventoryReply;
import org.sallyport.rpc.v1.RenewRequest;
import org.sallyport.rpc.v1.UploadSegmentRequest;
import org.sallyport.rpc.v1.WatchEvent;
import org.sallyport.rpc.v1.WatchRequest;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ComponentApiTest {
    private final String hostId = UUID.randomUUID().toString();
    private final List<ManagedChannel> channels = new ArrayList<>();
    private RunningProxy proxy;
    private ClientSession agent;

    @BeforeEach
    void start() throws Exception {
        proxy = new RunningProxy();
        agent = proxy.peers.connect("agent", proxy.cluster.agent(hostId));
    }

    @AfterEach
    void stop() throws Exception {
        channels.forEach(ManagedChannel::shutdownNow);
        proxy.close();
    }

    private int tunnelled() throws Exception {
        return agent.startLocalPortForwarding(new SshdSocketAddress("127.0.0.1", 0), new SshdSocketAddress("auth", 1))
                .getPort();
    }

    private ManagedChannel channel(int port, TestCluster.TlsIdentity identity) throws Exception {
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                .overrideAuthority("sallyport-auth")
                .sslContext(GrpcSslContexts.configure(
                                SslContextBuilder.forClient()
                                        .keyManager(
                                                identity.pair().getPrivate(),
                                                identity.chain().toArray(X509Certificate[]::new))
                                        .trustManager(proxy.cluster.tlsCa.certificate(X509Template.Purpose.SERVER)),
                                SslProvider.JDK)
                        .build())
                .build();
        channels.add(channel);
        return channel;
    }

    private ComponentGrpc.ComponentBlockingStub stub(int port, TestCluster.TlsIdentity identity) throws Exception {
        return ComponentGrpc.newBlockingStub(channel(port, identity)).withDeadlineAfter(30, TimeUnit.SECONDS);
    }

    @Test
    void auditEventsGoThroughTheTunnelAndDirectly() throws Exception {
        AuditEvent event =
                AuditEvent.of(AuditEventType.SESSION_START).user("jo").at(Instant.EPOCH);
        EmitAuditRequest request = EmitAuditRequest.newBuilder()
                .addEventsJson(ByteString.copyFrom(Json.jsonMapper().writeValueAsBytes(event)))
                .build();
        for (int port : new int[] {tunnelled(), proxy.endpoint.grpcPort()}) {
            assertThat(stub(port, proxy.cluster.agentTls(hostId))
                            .emitAudit(request)
                            .getAcceptedUidsList())
                    .containsExactly(event.uid().toString());
        }
        assertThat(proxy.listener.events).containsExactly(event, event);
    }

    @Test
    void manyLargeCallsThroughOneTunnel() throws Exception {
        AuditEvent event =
                AuditEvent.of(AuditEventType.EXEC).message("x".repeat(200_000)).at(Instant.EPOCH);
        EmitAuditRequest request = EmitAuditRequest.newBuilder()
                .addEventsJson(ByteString.copyFrom(Json.jsonMapper().writeValueAsBytes(event)))
                .build();
        var stub = ComponentGrpc.newBlockingStub(channel(tunnelled(), proxy.cluster.agentTls(hostId)));
        for (int i = 0; i < 50; i++) {
            assertThat(stub.withDeadlineAfter(30, TimeUnit.SECONDS)
                            .emitAudit(request)
                            .getAcceptedUidsCount())
                    .isEqualTo(1);
        }
    }

    @Test
    void segmentsOfRecordingsArriveWhole() throws Exception {
        RecordingInfo info = new RecordingInfo(
                UUID.randomUUID().toString(),
                "ann",
                "root",
                "edge",
                "192.0.2.1",
                "exec",
                "ls",
                RecordingMode.NODE_SYNC,
                80,
                24,
                Instant.EPOCH);
        byte[] content = new byte[RecordingService.MOST_BYTES];
        java.util.Arrays.fill(content, (byte) 7);
        UploadSegmentRequest request = UploadSegmentRequest.newBuilder()
                .setInfoJson(ByteString.copyFrom(Json.jsonMapper().writeValueAsBytes(info)))
                .setNumber(3)
                .setContent(ByteString.copyFrom(content))
                .setDamage("disk full")
                .build();
        var stub = ComponentGrpc.newBlockingStub(channel(tunnelled(), proxy.cluster.agentTls(hostId)));
        assertThat(stub.uploadSegment(request).getComplete()).isFalse();
        assertThat(stub.uploadSegment(request.toBuilder().setLast(true).build()).getComplete())
                .isTrue();
        assertThat(proxy.listener.segments).hasSize(2).allSatisfy(segment -> {
            assertThat(segment.sender().hostId()).isEqualTo(hostId);
            assertThat(segment.info()).isEqualTo(info);
            assertThat(segment.upload().number()).isEqualTo(3);
            assertThat(segment.upload().content()).isEqualTo(content);
            assertThat(segment.upload().damage()).isEqualTo("disk full");
        });
        UploadSegmentRequest unreadable =
                request.toBuilder().setInfoJson(ByteString.copyFromUtf8("{")).build();
        assertThatThrownBy(() -> stub.uploadSegment(unreadable))
                .hasMessageContaining("INVALID_ARGUMENT")
                .hasMessageContaining("what a recording is of cannot be read");
    }

    @Test
    void heartbeatsAreAnsweredAndCarryOnlyTheCertificatesServices() throws Exception {
        BlockingQueue<InventoryReply> replies = new LinkedBlockingQueue<>();
        StreamObserver<Heartbeat> heartbeats = inventory(replies);
        heartbeats.onNext(Heartbeat.newBuilder()
                .setNodeName("web-1")
                .putLabels("env", "test")
                .addServices("ssh")
                .addServices("db")
                .setVersion("9")
                .build());
        assertThat(replies.poll(30, TimeUnit.SECONDS).getNextIntervalMillis()).isEqualTo(1234);
        heartbeats.onCompleted();
        assertThat(proxy.listener.heartbeats).singleElement().satisfies(node -> {
            assertThat(node.hostId()).isEqualTo(hostId);
            assertThat(node.name()).isEqualTo("web-1");
            assertThat(node.services()).containsExactly(ServiceType.SSH);
        });
    }

    private StreamObserver<Heartbeat> inventory(BlockingQueue<InventoryReply> replies) throws Exception {
        return ComponentGrpc.newStub(channel(tunnelled(), proxy.cluster.agentTls(hostId)))
                .inventory(new StreamObserver<>() {
                    @Override
                    public void onNext(InventoryReply reply) {
                        replies.add(reply);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        replies.add(InventoryReply.getDefaultInstance());
                    }

                    @Override
                    public void onCompleted() {
                        // the test ends it
                    }
                });
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

    @Test
    void watchGivesStateThenChangesAndEndsWithItsReader() throws Exception {
        ManagedChannel channel = channel(tunnelled(), proxy.cluster.agentTls(hostId));
        Iterator<WatchEvent> events = ComponentGrpc.newBlockingStub(channel)
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .watch(WatchRequest.newBuilder().setFromRevision(41).build());
        assertThat(events.next().getType()).isEqualTo(WatchEvent.Type.AUTHORITIES);
        assertThat(events.next().getRevision()).isEqualTo(41);
        await("the watch is open", () -> proxy.listener.watcher != null);
        Resource<RoleSpec> role = PresetRoles.all().getFirst();
        byte[] recordingKey = {1, 2, 3};
        proxy.listener.watcher.recordingKey(new RecordingKey("0123456789abcdef", recordingKey));
        WatchEvent key = events.next();
        assertThat(key.getType()).isEqualTo(WatchEvent.Type.RECORDING_KEY);
        assertThat(Json.jsonMapper()
                        .readValue(key.getRecordingKeyJson().toByteArray(), RecordingKey.class)
                        .publicKey())
                .isEqualTo(recordingKey);
        proxy.listener.watcher.change(
                new ResourceChange(42, ResourceKind.ROLE, role.name(), Optional.<Resource<?>>of(role)));
        // the document as agents, files and REST have it, not whatever a mapper makes of the record
        assertThat(new ResourceCodec().parseJson(events.next().getResourceJson().toStringUtf8()))
                .isEqualTo(role);
        proxy.listener.watcher.synced(42);
        assertThat(events.next().getRevision()).isEqualTo(42);
        channel.shutdownNow();
        await("the watch was closed", () -> proxy.listener.watchesClosed.contains(41L));
    }

    @Test
    void failuresKeepTheirKindAndText() throws Exception {
        var stub = stub(tunnelled(), proxy.cluster.agentTls(hostId));
        assertThatThrownBy(() -> stub.renew(
                        RenewRequest.newBuilder().setNodeName("web-1").build()))
                .isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
                    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
                    assertThat(e.getStatus().getDescription()).isEqualTo("auth: no renewal for agent:" + hostId);
                });
    }

    @Test
    void certificateOfAnotherAgentIsRefusedInThisTunnel() throws Exception {
        var stub = stub(tunnelled(), proxy.cluster.agentTls(UUID.randomUUID().toString()));
        assertRefused(stub, ErrorCode.CERTIFICATE_UNTRUSTED);
    }

    @Test
    void revokedCertificateIsRefusedOnALiveConnection() throws Exception {
        TestCluster.TlsIdentity identity = proxy.cluster.agentTls(hostId);
        var stub = stub(tunnelled(), identity);
        stub.emitAudit(EmitAuditRequest.getDefaultInstance());
        Trust old = proxy.listener.trust;
        proxy.listener.trust = new Trust(
                2,
                old.clusterId(),
                old.authorities(),
                Set.of(identity.chain().getFirst().getSerialNumber().longValue()));
        await("the revocation took hold", () -> {
            try {
                stub.emitAudit(EmitAuditRequest.getDefaultInstance());
                return false;
            } catch (StatusRuntimeException e) {
                return e.getStatus().getCode() == Status.Code.UNAUTHENTICATED;
            }
        });
        assertRefused(stub, ErrorCode.CERTIFICATE_REVOKED);
    }

    @Test
    void rotatedCaIsTakenOverWithoutARestart() throws Exception {
        TestCluster.TlsIdentity old = proxy.cluster.agentTls(hostId);
        proxy.cluster.tlsCa = CaKeys.generate(CaType.HOST, TestCluster.NAME, Clock.systemUTC());
        proxy.listener.keys = proxy.cluster.serverKeys();
        proxy.listener.trust = proxy.cluster.trust(2);
        int port = tunnelled();
        // a new channel each time: the server's certificate changes with the CA
        await("the new CA is in use", () -> {
            try {
                stub(port, proxy.cluster.agentTls(hostId)).emitAudit(EmitAuditRequest.getDefaultInstance());
                return true;
            } catch (Exception e) {
                return false;
            }
        });
        var withdrawn = stub(port, old);
        assertThatThrownBy(() -> withdrawn.emitAudit(EmitAuditRequest.getDefaultInstance()))
                .isInstanceOf(StatusRuntimeException.class);
    }

    @Test
    void agentsReachNothingElse() throws Exception {
        assertThatThrownBy(() -> proxy.peers.dial(agent, "node", 22))
                .rootCause()
                .hasMessageContaining("agents may reach 'auth' only");
        await("the refusal is audited", () -> proxy.listener.componentRefusals.stream()
                .anyMatch(refused ->
                        refused.claimed().equals("agent:" + hostId) && refused.code() == ErrorCode.ACCESS_DENIED));
    }

    private void assertRefused(ComponentGrpc.ComponentBlockingStub stub, ErrorCode code) {
        assertThatThrownBy(() -> stub.emitAudit(EmitAuditRequest.getDefaultInstance()))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED));
        assertThat(proxy.listener.componentRefusals).isNotEmpty().allSatisfy(refusal -> {
            assertThat(refusal.code()).isEqualTo(code);
            assertThat(refusal.address()).isEqualTo("127.0.0.1");
        });
    }
}
