package org.sallyport.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.ExecutorService;

/** Gives back what it gets. */
final class EchoCommand implements org.apache.sshd.server.command.Command {
    private final ExecutorService threads;
    private InputStream in;
    private OutputStream out;
    private org.apache.sshd.server.ExitCallback exit;

    EchoCommand(ExecutorService threads) {
        this.threads = threads;
    }

    @Override
    public void start(
            org.apache.sshd.server.channel.ChannelSession channel, org.apache.sshd.server.Environment environment) {
        threads.execute(() -> {
            try {
                in.transferTo(out);
                out.flush();
                exit.onExit(0);
            } catch (IOException e) {
                exit.onExit(1, e.toString());
            }
        });
    }

    @Override
    public void destroy(org.apache.sshd.server.channel.ChannelSession channel) {}

    @Override
    public void setInputStream(InputStream stream) {
        in = stream;
    }

    @Override
    public void setOutputStream(OutputStream stream) {
        out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {}

    @Override
    public void setExitCallback(org.apache.sshd.server.ExitCallback callback) {
        exit = callback;
    }
}
