package org.sallyport.core.recording;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * What a session printed, as text to read or search: escape and control sequences (ECMA-48) are left out, of control
 * characters line ends and tabs stay. Nothing is drawn: what a program overwrote on the screen is there as it came.
 */
public final class PlainText implements EventOutput {
    private static final char ESCAPE = 0x1B;
    private static final char BELL = 0x07;

    private enum State {
        TEXT,
        /** After ESC. */
        ESCAPED,
        /** After ESC and an intermediate byte, as in {@code ESC ( B}. */
        DESIGNATION,
        /** After CSI, until its final byte. */
        CONTROL,
        /** Within OSC, DCS, SOS, PM or APC, until ST or, of many programs, BEL. */
        STRING,
        /** Within such a string, after ESC. */
        STRING_ESCAPED
    }

    private final OutputStream out;
    private final Utf8Joiner output = new Utf8Joiner();
    private final Utf8Joiner error = new Utf8Joiner();
    private State state = State.TEXT;
    private boolean returned;

    public PlainText(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(RecordedEvent event) throws IOException {
        String text =
                switch (event.code()) {
                    case RecordedEvent.OUTPUT -> output.text(event.data());
                    case RecordedEvent.ERROR -> error.text(event.data());
                    case RecordedEvent.MARKER -> "\n[" + event.text() + "]\n";
                    default -> "";
                };
        StringBuilder kept = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            next(text.charAt(i), kept);
        }
        out.write(kept.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void next(char c, StringBuilder kept) {
        switch (state) {
            case TEXT -> text(c, kept);
            case ESCAPED -> state = escaped(c);
            case DESIGNATION -> state = c >= 0x30 ? State.TEXT : State.DESIGNATION;
            case CONTROL -> state = c == ESCAPE ? State.ESCAPED : c >= 0x40 && c <= 0x7E ? State.TEXT : State.CONTROL;
            case STRING -> state = c == BELL || c == 0x9C ? State.TEXT : c == ESCAPE ? State.STRING_ESCAPED : state;
            case STRING_ESCAPED -> state = c == '\\' ? State.TEXT : escaped(c);
        }
    }

    private static State escaped(char c) {
        return switch (c) {
            case '[' -> State.CONTROL;
            case ']', 'P', 'X', '^', '_' -> State.STRING;
            case ESCAPE -> State.ESCAPED;
            default -> c >= 0x20 && c < 0x30 ? State.DESIGNATION : State.TEXT;
        };
    }

    private void text(char c, StringBuilder kept) {
        if (returned && c != '\r') {
            // CR LF, and a CR alone that begins the line anew, both end a line
            kept.append('\n');
            returned = false;
            if (c == '\n') {
                return;
            }
        }
        switch (c) {
            case ESCAPE -> state = State.ESCAPED;
            case 0x9B -> state = State.CONTROL;
            case 0x90, 0x98, 0x9D, 0x9E, 0x9F -> state = State.STRING;
            case '\r' -> returned = true;
            case '\n', '\t' -> kept.append(c);
            default -> {
                if (c >= 0x20 && (c < 0x7F || c > 0x9F)) {
                    kept.append(c);
                }
            }
        }
    }
}
