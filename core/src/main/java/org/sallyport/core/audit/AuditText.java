package org.sallyport.core.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.sallyport.api.audit.AuditEvent;

/**
 * A search for text. White space parts it into terms; each must be in the event, in any order and anywhere in its user,
 * event name, resource, address, session, message or the names and values of its fields. A term is taken literally, but
 * for upper and lower case of ASCII letters, and begins where a word begins: {@code upti} finds {@code uptime},
 * {@code time} does not. ASCII letters and digits, and whatever is not ASCII, make words; the rest parts them. The store
 * indexes events by the same words.
 */
public final class AuditText {
    private final List<String> terms;

    public AuditText(String text) {
        this.terms = Arrays.stream(fold(text.replace('\0', ' ')).split("\\s+"))
                .filter(term -> !term.isEmpty())
                .distinct()
                .toList();
    }

    public boolean matches(AuditEvent event) {
        return terms.stream().allMatch(term -> texts(event).anyMatch(text -> within(term, fold(text))));
    }

    /**
     * What an event that matches has in any case.
     *
     * @param word in lower case, never empty
     * @param whole whether it is a whole word, else the beginning of one
     */
    public record Word(String word, boolean whole) {}

    public List<Word> words() {
        return terms.stream().flatMap(term -> wordsOf(term).stream()).distinct().toList();
    }

    private static Stream<String> texts(AuditEvent event) {
        return Stream.concat(
                Stream.of(
                        event.user(),
                        event.event(),
                        event.resource(),
                        event.address(),
                        event.sessionId(),
                        event.message()),
                event.fields().entrySet().stream().flatMap(field -> Stream.of(field.getKey(), field.getValue())));
    }

    private static boolean within(String term, String text) {
        boolean anywhere = !inWord(term.charAt(0));
        for (int at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1)) {
            if (anywhere || at == 0 || !inWord(text.charAt(at - 1))) {
                return true;
            }
        }
        return false;
    }

    private static List<Word> wordsOf(String term) {
        List<Word> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= term.length(); i++) {
            if (i == term.length() || !inWord(term.charAt(i))) {
                if (i > start) {
                    // something follows in the event as it does in the term, so the word ends here, too
                    words.add(new Word(term.substring(start, i), i < term.length()));
                }
                start = i + 1;
            }
        }
        return words;
    }

    private static boolean inWord(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80;
    }

    /** ASCII only: what other letters become depends on who is asked. */
    private static String fold(String text) {
        StringBuilder folded = new StringBuilder(text);
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                folded.setCharAt(i, (char) (c + ('a' - 'A')));
            }
        }
        return folded.toString();
    }
}
