package org.sallyport.persistence.audit;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sallyport.core.audit.AuditQuery;
import org.sallyport.core.audit.AuditText;
import org.sallyport.core.audit.AuditText.Word;
import org.sallyport.persistence.store.Vendor;

/** The index of the words of events, which only PostgreSQL has (db/migration/postgresql/V31__audit_search.sql). */
final class WordIndex {
    /** Longer words are cut in the index. */
    private static final int MAX_WORD = 64;
    /** With less than this, a beginning of words stands for too many of them. */
    private static final int MIN_BEGINNING = 3;

    /** As the index has it, or it would not be used. */
    private static final String WORDS = "audit_words(e.user_name || ' ' || e.event || ' ' || e.resource_name || ' ' ||"
            + " e.address || ' ' || e.session_id, e.message, e.fields)";

    /** An SQL condition with one parameter. */
    record Condition(String sql, String name, String value) {}

    static Optional<WordIndex> of(Vendor vendor) {
        return switch (vendor) {
            case H2 -> Optional.empty();
            case POSTGRESQL -> Optional.of(new WordIndex());
        };
    }

    /** Empty when the text has no word that the index could find. */
    Optional<Condition> condition(AuditQuery query) {
        List<Word> text = new AuditText(query.text()).words();
        // the names are in the index, too, whole: a common word and a common name can be rare together
        String names = String.join(" ", query.user(), query.resource(), query.sessionId(), query.event());
        String words = Stream.concat(
                        text.stream(), new AuditText(names).words().stream().map(word -> new Word(word.word(), true)))
                .filter(word -> word.whole() || word.word().length() >= MIN_BEGINNING)
                .map(WordIndex::lexeme)
                .collect(Collectors.joining(" & "));
        return words.isEmpty() || text.isEmpty()
                ? Optional.empty()
                : Optional.of(new Condition(WORDS + " @@ cast(:words as tsquery)", "words", words));
    }

    /** A word has no quote and no backslash, see {@link AuditText}. */
    private static String lexeme(Word word) {
        boolean whole = word.whole() && word.word().length() <= MAX_WORD;
        int end = word.word()
                .offsetByCodePoints(
                        0,
                        Math.min(
                                MAX_WORD,
                                word.word().codePointCount(0, word.word().length())));
        return "'" + word.word().substring(0, end) + (whole ? "'" : "':*");
    }
}
