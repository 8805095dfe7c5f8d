package org.sallyport.agent.process;

import java.io.InputStream;

/** A process of this machine that leads a group of its own. */
abstract sealed class ForkedProcess implements SessionProcess permits PipeProcess, TerminalProcess {
    private final Process process;
    private final ProcessGroup group;

    ForkedProcess(Process process, ProcessGroup group) {
        this.process = process;
        this.group = group;
    }

    @Override
    public final InputStream stdout() {
        return process.getInputStream();
    }

    @Override
    public final long pid() {
        return process.pid();
    }

    @Override
    public final ExitStatus waitFor() throws InterruptedException {
        return group.status(process.waitFor());
    }

    @Override
    public final void signal(int signal) {
        if (process.isAlive()) {
            group.signal(process.pid(), signal);
        }
    }
}
