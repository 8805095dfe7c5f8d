package org.sallyport.connector.adapter;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.grpc.stub.StreamObserver;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import org.sallyport.core.ca.X509Template;
import org.sallyport.rpc.v1.ComponentGrpc;
import org.sallyport.rpc.v1.Heartbeat;
import org.sallyport.rpc.v1.InventoryReply;

/** An agent's end of the component API. */
final class ComponentPeer implements AutoCloseable {
    private final RunningProxy proxy;
    private final List<ManagedChannel> channels = new ArrayList<>();

    ComponentPeer(RunningProxy proxy) {
        this.proxy = proxy;
    }

    ManagedChannel channel(int port, TestCluster.TlsIdentity identity) throws Exception {
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

    /** @param replies an empty one says that the stream failed */
    StreamObserver<Heartbeat> inventory(ManagedChannel channel, BlockingQueue<InventoryReply> replies) {
        return ComponentGrpc.newStub(channel).inventory(new StreamObserver<>() {
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

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
    }
}
