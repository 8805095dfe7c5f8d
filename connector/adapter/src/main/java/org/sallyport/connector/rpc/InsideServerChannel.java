package org.sallyport.connector.rpc;

import io.grpc.netty.shaded.io.netty.channel.ChannelConfig;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.DefaultChannelConfig;
import io.grpc.netty.shaded.io.netty.channel.local.LocalChannel;
import io.grpc.netty.shaded.io.netty.channel.local.LocalServerChannel;

/** In-process connections that take gRPC's socket options quietly, instead of a warning for each tunnel's stream. */
public final class InsideServerChannel extends LocalServerChannel {
    @Override
    protected LocalChannel newLocalChannel(LocalChannel peer) {
        return new Accepted(this, peer);
    }

    private static final class Accepted extends LocalChannel {
        private final ChannelConfig config = new DefaultChannelConfig(this) {
            @Override
            public <T> boolean setOption(ChannelOption<T> option, T value) {
                return option == ChannelOption.SO_KEEPALIVE || super.setOption(option, value);
            }
        };

        Accepted(LocalServerChannel parent, LocalChannel peer) {
            super(parent, peer);
        }

        @Override
        public ChannelConfig config() {
            // the superclass asks for it before this class has made its own
            return config == null ? super.config() : config;
        }
    }
}
