package org.sallyport.session.channel;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.sallyport.session.live.Room;
import org.sallyport.session.process.SessionProcess;
import org.sallyport.session.process.Signals;
import org.sallyport.session.process.TerminalSize;

/** A session's room and process, from before they are there until they are gone; whoever ends it may come at any time. */
final class SessionLife {
    /** How long a process that was hung up on has, when its session is ended by somebody else; then how long its death. */
    private static final int END_SECONDS = 3;

    private final CountDownLatch over = new CountDownLatch(1);
    private SessionProcess process;
    private Room room;
    private boolean gone;

    synchronized void opened(Room made) {
        room = made;
        if (gone) {
            made.abandon();
        }
    }

    /** @return false when the client is gone already */
    synchronized boolean began(SessionProcess started) {
        process = started;
        return !gone;
    }

    synchronized boolean isGone() {
        return gone;
    }

    /** @return what is to be hung up on; null when there is nothing */
    synchronized SessionProcess clientGone() {
        gone = true;
        return abandon();
    }

    synchronized SessionProcess abandon() {
        if (room != null) {
            room.abandon();
        }
        return process;
    }

    synchronized void signal(int number) {
        if (process != null) {
            process.signal(number);
        }
    }

    synchronized void resize(TerminalSize size) {
        if (process != null) {
            process.resize(size);
        }
    }

    void over() {
        over.countDown();
    }

    /** A process that outlives a hang-up is killed. @return whether the session was over soon after */
    boolean end() throws InterruptedException {
        SessionProcess running = abandon();
        if (running != null) {
            running.hangUp();
            if (!over.await(END_SECONDS, TimeUnit.SECONDS)) {
                running.signal(Signals.KILL);
            }
        }
        return over.await(END_SECONDS, TimeUnit.SECONDS);
    }
}
