package org.sallyport.web.terminal;

import static java.util.Objects.requireNonNull;

import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.connector.Shell;
import org.sallyport.core.connector.ShellReceiver;
import org.sallyport.web.edge.CookieCallers.Login;
import org.sallyport.web.terminal.Frames.Asked;

/**
 * One terminal: between a browser's WebSocket and a shell. How much output is under way is bounded by the shell's window,
 * which only the browser's word opens again. Input is bounded by not reading the WebSocket.
 */
final class TerminalSession implements ShellReceiver {
    /** A wrong code may be typed again, not for ever. */
    static final int MOST_TRIES = 5;

    static final int MOST_UNANSWERED = 3;

    /** Sizes, signals and pongs between two pings: dragging a window's corner sends sixty sizes a second. */
    static final int MOST_CONTROLS = 2000;

    private final Login login;
    private final TerminalLine line;
    private final Opening opening;
    private final Outbox outbox;
    private final InputGate gate;
    private Asked.Open asked;
    private Shell shell;
    private int tries;
    private boolean trying;
    private boolean over;
    private boolean gone;
    private int unanswered;
    private int controls;

    /** What opens shells, and keeps the trace of those that were not. Does not block. */
    interface Opening {
        void open(Login login, Asked.Open asked, ShellReceiver receiver);

        void refused(Login login, Asked.Open asked, SallyportException why);

        /** Nothing of this terminal is left: no WebSocket, no shell, and none on its way. */
        void over(TerminalSession session);
    }

    TerminalSession(Login login, TerminalLine line, Opening opening) {
        this.login = requireNonNull(login, "login");
        this.line = requireNonNull(line, "line");
        this.opening = requireNonNull(opening, "opening");
        this.outbox = new Outbox(line);
        this.gate = new InputGate(line);
    }

    Login login() {
        return login;
    }

    boolean isOf(String token) {
        return login.token().reveal().equals(token);
    }

    // --- from the browser

    void text(String frame) {
        answered();
        try {
            switch (Frames.parse(frame)) {
                case Asked.Open open -> open(open);
                case Asked.Resize size -> {
                    control();
                    running().resize(size.columns(), size.rows());
                }
                case Asked.Signal signal -> {
                    control();
                    running().signal(signal.name());
                }
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

    private synchronized void control() {
        controls++;
        if (controls > MOST_CONTROLS) {
            throw Frames.malformed("there are too many sizes, signals or pongs");
        }
    }

    private void taken(int bytes) {
        if (!outbox.taken(bytes)) {
            throw Frames.malformed("more was taken than was sent");
        }
        running().taken(bytes);
    }

    void binary(byte[] typed) {
        answered();
        Shell to;
        synchronized (this) {
            if (shell == null) {
                // keys that were pressed before there was anything to type to
                return;
            }
            to = shell;
        }
        gate.came(typed.length);
        var unused = to.input(typed).whenComplete((done, failure) -> gate.written(typed.length));
    }

    void pong() {
        answered();
        try {
            control();
        } catch (SallyportException wrong) {
            end(wrong, TerminalLine.POLICY);
        }
    }

    /** Browsers send none, and each would have to be answered to a client that may not read. */
    void pinged() {
        end(Frames.malformed("pings are the server's to send"), TerminalLine.POLICY);
    }

    /** Whatever comes shows that there is somebody. */
    private synchronized void answered() {
        unanswered = 0;
    }

    /** The WebSocket is closed. */
    void gone() {
        synchronized (this) {
            over = true;
            gone = true;
        }
        hangUp();
        tellOver();
    }

    private void tellOver() {
        boolean nothing;
        synchronized (this) {
            nothing = gone && !trying;
        }
        if (nothing) {
            opening.over(this);
        }
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
            if (over) {
                return;
            }
            controls = 0;
            // while nothing is read no answer is either
            unanswered = gate.paused() ? 0 : unanswered + 1;
            dead = unanswered > MOST_UNANSWERED;
        }
        if (dead) {
            line.cut();
        } else {
            line.ping();
        }
    }

    /** Ends it with these words. */
    void end(SallyportException why, int code) {
        if (finish(Frames.problem(why, ""), code)) {
            hangUp();
        }
    }

    /** Whatever the browser does with the last words, its WebSocket does not outlive them for long. */
    private boolean finish(String words, int code) {
        synchronized (this) {
            if (over) {
                return false;
            }
            over = true;
        }
        outbox.text(words);
        outbox.close(code);
        line.cutLater();
        return true;
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
            tellOver();
        } else {
            outbox.text(Frames.opened(asked.node(), begun.hostId()));
        }
    }

    @Override
    public void refused(SallyportException why) {
        boolean again;
        Asked.Open refused;
        synchronized (this) {
            trying = false;
            again = (why.code() == ErrorCode.MFA_REQUIRED || why.code() == ErrorCode.BAD_CREDENTIALS)
                    && tries < MOST_TRIES
                    && !over;
            refused = asked;
        }
        tellOver();
        if (why.code() != ErrorCode.MFA_REQUIRED) {
            opening.refused(login, refused, why);
        }
        if (again) {
            outbox.text(Frames.problem(why, ""));
        } else {
            end(why, TerminalLine.NORMAL);
        }
    }

    @Override
    public void output(byte[] bytes) {
        synchronized (this) {
            if (over) {
                return;
            }
        }
        outbox.output(bytes);
    }

    @Override
    public void ended(End end) {
        finish(Frames.ended(end), TerminalLine.NORMAL);
    }
}
