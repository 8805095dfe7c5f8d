package org.sallyport.web.terminal;

import static java.util.Objects.requireNonNull;

import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.connector.Shell;
import org.sallyport.core.connector.ShellReceiver;
import org.sallyport.web.edge.CookieCallers.Login;
import org.sallyport.web.terminal.Frames.Asked;

/**
 * One terminal: between a browser's WebSocket and a shell. Output goes on as it comes: how much of it is under way is
 * bounded by the shell's window, which only the browser's word opens again. Input is bounded by not reading the WebSocket.
 */
final class TerminalSession implements ShellReceiver {
    /** Bytes of input that wait for the node. */
    static final int INPUT_ROOM = 256 * 1024;

    /** A wrong code may be typed again, not for ever. */
    static final int MOST_TRIES = 5;

    static final int MOST_UNANSWERED = 3;

    private final Login login;
    private final TerminalLine line;
    private final Opening opening;
    private Asked.Open asked;
    private Shell shell;
    private int tries;
    private boolean trying;
    private boolean over;
    private int unread;
    private int waiting;
    private boolean paused;
    private int unanswered;

    /** What opens shells, and keeps the trace of those that were not. Does not block. */
    interface Opening {
        void open(Login login, Asked.Open asked, ShellReceiver receiver);

        void refused(Login login, Asked.Open asked, SallyportException why);

        /** Whatever follows, this terminal is none any more. */
        void over(TerminalSession session);
    }

    TerminalSession(Login login, TerminalLine line, Opening opening) {
        this.login = requireNonNull(login, "login");
        this.line = requireNonNull(line, "line");
        this.opening = requireNonNull(opening, "opening");
    }

    Login login() {
        return login;
    }

    boolean isOf(String token) {
        return login.token().reveal().equals(token);
    }

    // --- from the browser

    void text(String frame) {
        try {
            switch (Frames.parse(frame)) {
                case Asked.Open open -> open(open);
                case Asked.Resize size -> running().resize(size.columns(), size.rows());
                case Asked.Signal signal -> running().signal(signal.name());
                case Asked.Taken taken -> taken(taken.bytes());
            }
        } catch (SallyportException wrong) {
            end(wrong, TerminalLine.POLICY);
        }
    }

    private void open(Asked.Open open) {
        synchronized (this) {
            if (shell != null || trying || over) {
                throw Frames.malformed("the terminal is open already");
            }
            tries++;
            trying = true;
            asked = open;
        }
        opening.open(login, open, this);
    }

    private synchronized Shell running() {
        if (shell == null) {
            throw Frames.malformed("the terminal is not open");
        }
        return shell;
    }

    private void taken(int bytes) {
        synchronized (this) {
            if (bytes > unread) {
                throw Frames.malformed("more was taken than was sent");
            }
            unread -= bytes;
        }
        running().taken(bytes);
    }

    void binary(byte[] typed) {
        Shell to;
        boolean full;
        synchronized (this) {
            if (shell == null) {
                // keys that were pressed before there was anything to type to
                return;
            }
            to = shell;
            waiting += typed.length;
            full = waiting > INPUT_ROOM && !paused;
            paused |= full;
        }
        if (full) {
            line.pause();
        }
        var unused = to.input(typed).whenComplete((done, failure) -> written(typed.length));
    }

    private void written(int bytes) {
        boolean room;
        synchronized (this) {
            waiting -= bytes;
            room = paused && waiting <= INPUT_ROOM / 2;
            if (room) {
                paused = false;
            }
        }
        if (room) {
            line.resume();
        }
    }

    synchronized void answered() {
        unanswered = 0;
    }

    /** The WebSocket is closed. */
    void gone() {
        synchronized (this) {
            over = true;
        }
        opening.over(this);
        hangUp();
    }

    private void hangUp() {
        Shell left;
        synchronized (this) {
            left = shell;
            shell = null;
        }
        if (left != null) {
            left.close();
        }
    }

    // --- from the server

    /** So that what is idle is not taken for dead by what lies in between, and what is dead is found out. */
    void ping() {
        boolean dead;
        synchronized (this) {
            // one that does not close after its end is no better
            dead = over || unanswered >= MOST_UNANSWERED;
            unanswered++;
        }
        if (dead) {
            line.cut();
        } else {
            line.ping();
        }
    }

    /** Ends it with these words. */
    void end(SallyportException why, int code) {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
        }
        line.text(Frames.problem(why, ""));
        line.close(code);
        hangUp();
    }

    // --- from the shell

    @Override
    public void opened(Shell begun) {
        boolean unwanted;
        synchronized (this) {
            unwanted = over;
            trying = false;
            if (!unwanted) {
                shell = begun;
            }
        }
        if (unwanted) {
            begun.close();
        } else {
            line.text(Frames.opened(asked.node(), begun.hostId()));
        }
    }

    @Override
    public void refused(SallyportException why) {
        boolean again;
        Asked.Open refused;
        synchronized (this) {
            trying = false;
            again = (why.code() == ErrorCode.MFA_REQUIRED || why.code() == ErrorCode.BAD_CREDENTIALS)
                    && tries < MOST_TRIES;
            refused = asked;
        }
        if (why.code() != ErrorCode.MFA_REQUIRED) {
            opening.refused(login, refused, why);
        }
        if (again) {
            line.text(Frames.problem(why, ""));
        } else {
            end(why, TerminalLine.NORMAL);
        }
    }

    @Override
    public void output(byte[] bytes) {
        synchronized (this) {
            unread += bytes.length;
            if (over) {
                return;
            }
        }
        line.bytes(bytes);
    }

    @Override
    public void ended(End end) {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
        }
        line.text(Frames.ended(end));
        line.close(TerminalLine.NORMAL);
    }
}
