package org.sallyport.agent.process;

import com.pty4j.WinSize;
import com.pty4j.unix.Pty;
import com.pty4j.unix.UnixPtyProcess;
import java.io.ByteArrayInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sallyport.session.process.Signals;
import org.sallyport.session.process.TerminalRequest;
import org.sallyport.session.process.TerminalSize;

/** A process on a pseudo-terminal, leader of a session of its own. */
final class TerminalProcess extends ForkedProcess {
    private final UnixPtyProcess process;
    private final Pty pty;

    private TerminalProcess(UnixPtyProcess process, Pty pty, String greeting, ProcessGroup group) {
        super(process, greeted(process, greeting), group);
        this.process = process;
        this.pty = pty;
    }

    private static InputStream greeted(UnixPtyProcess process, String greeting) {
        InputStream first = new ByteArrayInputStream(greeting.getBytes(StandardCharsets.UTF_8));
        return greeting.isEmpty() ? process.getInputStream() : new SequenceInputStream(first, process.getInputStream());
    }

    @SuppressWarnings("deprecation") // the other constructor tells the slave's name too late for SSH_TTY and chown
    static TerminalProcess start(
            List<String> line, Map<String, String> environment, AccountLaunch launch, ProcessGroup group)
            throws IOException {
        TerminalRequest request = launch.terminal().orElseThrow();
        Pty pty = new Pty(false);
        try {
            String slave = pty.getSlaveName();
            TerminalModes.apply(group.libC(), pty.getMasterFD(), request.modes());
            // sshd's pty_setowner: the terminal is the login's; group -1 leaves the tty group
            group.libC().chown(slave, launch.account().uid(), -1);
            Map<String, String> all = new HashMap<>(environment);
            all.put("SSH_TTY", slave);
            String[] variables = all.entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + entry.getValue())
                    .toArray(String[]::new);
            // once before, for a program that asks at once, and once after, which is what pty4j holds for certain
            resize(pty, request.size(), null);
            UnixPtyProcess process = new UnixPtyProcess(line.toArray(String[]::new), variables, "/", pty, null, false);
            TerminalProcess started = new TerminalProcess(process, pty, launch.greeting(), group);
            resize(pty, request.size(), process);
            return started;
        } catch (IOException | RuntimeException e) {
            pty.close();
            throw e;
        }
    }

    @Override
    public OutputStream stdin() {
        return new FilterOutputStream(process.getOutputStream()) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() {
                // sshd's meaning: a client's end of file does not end a terminal
            }
        };
    }

    @Override
    public InputStream stderr() {
        return InputStream.nullInputStream();
    }

    @Override
    public void resize(TerminalSize size) {
        resize(pty, size, process);
    }

    private static void resize(Pty pty, TerminalSize size, UnixPtyProcess process) {
        try {
            pty.setWindowSize(new WinSize(size.columns(), size.rows()), process);
        } catch (IOException e) {
            // the process ended in this moment: there is nothing left to resize
            return;
        }
    }

    /** Closing the master is the kernel's own hang-up: SIGHUP to the session's leader and its foreground group. */
    @Override
    public void hangUp() {
        signal(Signals.HUP);
        release();
    }

    @Override
    public void release() {
        try {
            pty.close();
        } catch (IOException e) {
            return;
        }
    }
}
