package org.sallyport.session.process;

/** How a process ended. */
public sealed interface ExitStatus {
    record Exited(int code) implements ExitStatus {}

    /** @param name without SIG, as RFC 4254 section 6.10 wants it */
    record Signalled(String name) implements ExitStatus {}
}
