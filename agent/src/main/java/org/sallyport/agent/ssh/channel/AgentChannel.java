package org.sallyport.agent.ssh.channel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.Executor;
import org.apache.sshd.client.channel.AbstractClientChannel;
import org.apache.sshd.common.Closeable;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.ChannelOutputStream;
import org.sallyport.agent.ssh.session.SshMessages;

/** One client of the forwarded ssh-agent: a channel to the user's own agent (OpenSSH's PROTOCOL.agent). */
final class AgentChannel extends AbstractClientChannel {
    private static final int CHUNK = 8 * 1024;

    private final SocketChannel client;
    private final OrderedOutput toClient;

    AgentChannel(SocketChannel client, Executor executor) {
        super("auth-agent@openssh.com");
        this.client = client;
        this.toClient = new OrderedOutput(this, executor);
    }

    @Override
    protected void doOpen() {
        invertedIn = new ChannelOutputStream(this, getRemoteWindow(), log, SshConstants.SSH_MSG_CHANNEL_DATA, true);
        toClient.attach(Channels.newOutputStream(client));
        Thread.ofVirtual().name("agent-channel").start(this::fromClient);
    }

    private void fromClient() {
        byte[] buffer = new byte[CHUNK];
        try (InputStream in = Channels.newInputStream(client)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                invertedIn.write(buffer, 0, count);
                invertedIn.flush();
            }
        } catch (IOException e) {
            SshMessages.LOG.debugf(e, "forwarded agent's client left");
        }
        close(false);
    }

    @Override
    protected void doWriteData(byte[] data, int offset, long length) {
        toClient.add(Arrays.copyOfRange(data, offset, offset + (int) length));
    }

    @Override
    public void handleEof() throws IOException {
        super.handleEof();
        toClient.close();
    }

    @Override
    protected Closeable getInnerCloseable() {
        return builder()
                .close(super.getInnerCloseable())
                .run(toString(), () -> {
                    try {
                        client.close();
                    } catch (IOException e) {
                        log.debug("forwarded agent's client", e);
                    }
                })
                .build();
    }
}
