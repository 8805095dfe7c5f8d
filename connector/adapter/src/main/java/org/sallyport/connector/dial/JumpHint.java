package org.sallyport.connector.dial;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/** What a user gets who logs in to the proxy itself: how to go on. */
final class JumpHint implements Command {
    private static final String TEXT = """
            This is the Sallyport proxy; there is no shell here.\r
            To reach a node:  ssh -J <this host>:<this port> <login>@<node>\r
            To see the nodes: sallyport ls\r
            """;

    private OutputStream err;
    private ExitCallback exit;

    @Override
    public void setInputStream(InputStream in) {
        // nothing is read
    }

    @Override
    public void setOutputStream(OutputStream out) {
        // stdout stays empty: scripts must not take the hint for output
    }

    @Override
    public void setErrorStream(OutputStream stream) {
        err = stream;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
        exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) throws IOException {
        err.write(TEXT.getBytes(StandardCharsets.UTF_8));
        err.flush();
        exit.onExit(1);
    }

    @Override
    public void destroy(ChannelSession channel) {
        // nothing was started
    }
}
