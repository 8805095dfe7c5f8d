package org.sallyport.session.channel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.sallyport.session.process.ExitStatus;

/** In place of a process: one line on standard error. */
final class RefusedRun implements Command {
    private final SessionChannel channel;
    private final String line;
    private OutputStream err;

    RefusedRun(SessionChannel channel, String line) {
        this.channel = channel;
        this.line = line;
    }

    @Override
    public void start(ChannelSession ignored, Environment environment) throws IOException {
        channel.input().attach(OutputStream.nullOutputStream());
        err.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        err.flush();
        channel.finish(new ExitStatus.Exited(254));
    }

    @Override
    public void destroy(ChannelSession ignored) {}

    @Override
    public void setInputStream(InputStream in) {}

    @Override
    public void setOutputStream(OutputStream out) {}

    @Override
    public void setErrorStream(OutputStream stream) {
        err = stream;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {}
}
