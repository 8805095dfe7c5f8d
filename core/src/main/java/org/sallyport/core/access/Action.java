package org.sallyport.core.access;

import static java.util.Objects.requireNonNull;

import org.sallyport.api.session.SessionMode;

/** What the subject wants to do with the target. */
public sealed interface Action {
    /** See that a node exists and dial it: labels must match, any login. */
    record ViewNode() implements Action {}

    /** Open a session as this OS account; needed for every other SSH action as well. */
    record SshLogin(String login) implements Action {}

    /** Within a session as {@code login}: use one of the options. */
    record SshOption(String login, Feature feature) implements Action {}

    /** {@code list}, {@code read}, {@code create}, {@code update}, {@code delete} on a ResourceTarget. */
    record Verb(String verb) implements Action {}

    /** Join a live session in this mode; for a {@link Target.SessionTarget}. */
    record JoinSession(SessionMode mode) implements Action {
        public JoinSession {
            requireNonNull(mode, "mode");
        }
    }

    enum Feature {
        PTY,
        FILE_COPY,
        PORT_FORWARDING,
        AGENT_FORWARDING
    }
}
