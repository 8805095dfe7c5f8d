package org.sallyport.session.process;

import java.io.InputStream;
import java.io.OutputStream;

/** A process that a session started, with all that hangs from it. */
public interface SessionProcess {
    /** Closing it is the process's end of input, except on a terminal: there, as with sshd, it means nothing. */
    OutputStream stdin();

    InputStream stdout();

    /** Empty when the process has a terminal. */
    InputStream stderr();

    /** Blocks. @return how it ended, as its parent saw it */
    ExitStatus waitFor() throws InterruptedException;

    /** To the process group of the login's process. @param signal number */
    void signal(int signal);

    void resize(TerminalSize size);

    /** After the end: gives back every descriptor. */
    void release();

    /** The client is gone: hang up. Processes that chose to outlive a hang-up do. */
    void hangUp();
}
