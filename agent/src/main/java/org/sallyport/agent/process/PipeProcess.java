package org.sallyport.agent.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.sallyport.session.process.Signals;
import org.sallyport.session.process.TerminalSize;

/** A process with three pipes. */
final class PipeProcess extends ForkedProcess {
    private final Process process;

    private PipeProcess(Process process, ProcessGroup group) {
        super(process, process.getInputStream(), group);
        this.process = process;
    }

    static PipeProcess start(List<String> line, Map<String, String> environment, ProcessGroup group)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(line).directory(new java.io.File("/"));
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new PipeProcess(builder.start(), group);
    }

    @Override
    public OutputStream stdin() {
        return process.getOutputStream();
    }

    @Override
    public InputStream stderr() {
        return process.getErrorStream();
    }

    @Override
    public void resize(TerminalSize size) {}

    /** Java closes the pipes of a process that ended and was read to the end. */
    @Override
    public void release() {}

    @Override
    public void hangUp() {
        signal(Signals.HUP);
    }
}
