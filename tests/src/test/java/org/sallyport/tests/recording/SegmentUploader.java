package org.sallyport.tests.recording;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.grpc.netty.shaded.io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.UUID;
import org.sallyport.agent.identity.AgentIdentity;
import org.sallyport.agent.identity.IdentityStore;
import org.sallyport.api.codec.Json;
import org.sallyport.api.recording.RecordingInfo;
import org.sallyport.api.recording.RecordingKey;
import org.sallyport.api.recording.RecordingMode;
import org.sallyport.core.connector.ServerKeys;
import org.sallyport.core.recording.EventLines;
import org.sallyport.core.recording.LineBuffer;
import org.sallyport.core.recording.RecordedEvent;
import org.sallyport.core.recording.SegmentSealer;
import org.sallyport.rpc.v1.ComponentGrpc;
import org.sallyport.rpc.v1.UploadSegmentRequest;
import org.sallyport.rpc.v1.WatchEvent;
import org.sallyport.rpc.v1.WatchRequest;

/**
 * A program that has an agent's identity and sends segments as an agent does: data directory, host:port, session id, user,
 * first and last number, whether the last one is the end. A segment has a second of the session.
 */
final class SegmentUploader {
    private SegmentUploader() {}

    public static void main(String[] arguments) throws Exception {
        AgentIdentity identity = IdentityStore.peek(Path.of(arguments[0])).orElseThrow();
        // who the server is does not matter here; that it knows who this is does
        SslContextBuilder tls = SslContextBuilder.forClient()
                .keyManager(
                        identity.keys().tls().getPrivate(),
                        identity.tlsChain().toArray(java.security.cert.X509Certificate[]::new))
                .trustManager(InsecureTrustManagerFactory.INSTANCE);
        ManagedChannel channel = NettyChannelBuilder.forTarget(arguments[1])
                .overrideAuthority(ServerKeys.AUTH_SERVER_NAME)
                .sslContext(GrpcSslContexts.configure(tls, SslProvider.JDK).build())
                .build();
        try {
            ComponentGrpc.ComponentBlockingStub stub = ComponentGrpc.newBlockingStub(channel);
            RecordingKey key = key(stub.watch(WatchRequest.getDefaultInstance()));
            int last = Integer.parseInt(arguments[5]);
            for (int number = Integer.parseInt(arguments[4]); number <= last; number++) {
                boolean end = number == last && Boolean.parseBoolean(arguments[6]);
                boolean complete = stub.uploadSegment(request(arguments[2], arguments[3], number, end, key))
                        .getComplete();
                System.out.println(number + (complete ? " complete" : " stored"));
            }
        } finally {
            channel.shutdownNow();
        }
    }

    private static RecordingKey key(Iterator<WatchEvent> events) throws Exception {
        while (true) {
            WatchEvent event = events.next();
            if (event.getType() == WatchEvent.Type.SYNCED) {
                throw new AssertionError("synced without a recording key");
            }
            if (event.getType() == WatchEvent.Type.RECORDING_KEY) {
                return Json.jsonMapper().readValue(event.getRecordingKeyJson().toByteArray(), RecordingKey.class);
            }
        }
    }

    private static UploadSegmentRequest request(String session, String user, int number, boolean end, RecordingKey key)
            throws Exception {
        RecordingInfo info = new RecordingInfo(
                session,
                user,
                "nobody",
                "recorder",
                "192.0.2.1",
                "shell",
                "",
                RecordingMode.NODE,
                80,
                24,
                Instant.parse("2026-03-01T12:00:00Z"));
        long offset = number * 1_000_000L;
        SegmentSealer sealer = SegmentSealer.begin(UUID.fromString(session), number, offset, key);
        EventLines lines = new EventLines(offset);
        LineBuffer plain = new LineBuffer();
        lines.write(
                RecordedEvent.of(offset + 1000, 'o', "\u001b[32mline " + number + "\u001b[0m gr\u00fcn\r\n"), plain);
        lines.write(new RecordedEvent(offset + 2000, 'o', new byte[] {(byte) 0xE2, (byte) 0x82}), plain);
        lines.write(new RecordedEvent(offset + 3000, 'o', new byte[] {(byte) 0xAC, '\r', '\n'}), plain);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(sealer.encodedHeader());
        content.writeBytes(sealer.frame(plain.array(), 0, plain.size()));
        return UploadSegmentRequest.newBuilder()
                .setInfoJson(com.google.protobuf.ByteString.copyFrom(
                        Json.jsonMapper().writeValueAsBytes(info)))
                .setNumber(number)
                .setContent(com.google.protobuf.ByteString.copyFrom(content.toByteArray()))
                .setLast(end)
                .build();
    }
}
