package org.sallyport.agent.process;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sallyport.session.process.ExitStatus;
import org.sallyport.session.process.Signals;

/** Signals to a session's processes, and what became of them. */
final class ProcessGroup {
    private final LibC libC;
    /** As root the process we started is runuser; the login's process is its child. */
    private final boolean behindRunuser;

    private final Set<Integer> sent = ConcurrentHashMap.newKeySet();

    ProcessGroup(LibC libC, boolean behindRunuser) {
        this.libC = libC;
        this.behindRunuser = behindRunuser;
    }

    LibC libC() {
        return libC;
    }

    void signal(long pid, int signal) {
        int target = (int)
                (behindRunuser
                        ? ProcessHandle.of(pid).stream()
                                .flatMap(ProcessHandle::children)
                                .mapToLong(ProcessHandle::pid)
                                .findFirst()
                                .orElse(pid)
                        : pid);
        sent.add(signal);
        // ESRCH for the group: a command on a terminal shares runuser's group, so only it is meant
        if (libC.kill(-target, signal) != 0) {
            libC.kill(target, signal);
        }
    }

    /**
     * A parent tells a death by signal as 128 plus its number, as a shell does, and so does runuser; only when we sent
     * that signal is it sure not to be an exit code.
     */
    ExitStatus status(int code) {
        int signal = code - 128;
        return sent.contains(signal)
                ? Signals.name(signal)
                        .<ExitStatus>map(ExitStatus.Signalled::new)
                        .orElseGet(() -> new ExitStatus.Exited(code))
                : new ExitStatus.Exited(code);
    }
}
