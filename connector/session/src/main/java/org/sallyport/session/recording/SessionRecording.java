package org.sallyport.session.recording;

/**
 * Where a session's events go as they happen. Calls are cheap: what is recorded is written within a tenth of a second and
 * on disk within half a second, by another thread.
 *
 * <p>When it cannot go on, a strict one throws STORE_UNAVAILABLE from each call and has told its {@link Failure}; another
 * one takes no more.
 */
public sealed interface SessionRecording permits SessionRecording.None, Recorder {
    /** Told once, from any thread, when a recording cannot go on. */
    @FunctionalInterface
    interface Failure {
        void failed(String why, boolean strict);
    }

    SessionRecording NONE = new None();

    void output(byte[] data, int offset, int length);

    void error(byte[] data, int offset, int length);

    void input(byte[] data, int offset, int length);

    void resize(int columns, int rows);

    /** Something that happened, for who watches: a line of text. */
    void marker(String text);

    /** Nothing follows. @param status exit code or name of a signal; empty when the session ended before its process */
    void end(String status);

    /** Of sessions that are not recorded. */
    final class None implements SessionRecording {
        private None() {}

        @Override
        public void output(byte[] data, int offset, int length) {}

        @Override
        public void error(byte[] data, int offset, int length) {}

        @Override
        public void input(byte[] data, int offset, int length) {}

        @Override
        public void resize(int columns, int rows) {}

        @Override
        public void marker(String text) {}

        @Override
        public void end(String status) {}
    }
}
