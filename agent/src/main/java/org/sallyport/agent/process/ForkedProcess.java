package org.sallyport.agent.process;

import java.io.InputStream;
import org.sallyport.session.process.ExitStatus;
import org.sallyport.session.process.SessionProcess;

/** A process of this machine that leads a group of its own. */
abstract sealed class ForkedProcess implements SessionProcess permits PipeProcess, TerminalProcess {
    private final Process process;
    private final InputStream output;
    private final ProcessGroup group;

    ForkedProcess(Process process, InputStream output, ProcessGroup group) {
        this.process = process;
        this.output = output;
        this.group = group;
    }

    @Override
    public final InputStream stdout() {
        return output;
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
