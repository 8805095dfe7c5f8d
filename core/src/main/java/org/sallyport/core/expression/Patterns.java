package org.sallyport.core.expression;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/** Patterns in time linear in the text (RE2). */
final class Patterns {
    private Patterns() {}

    /** Empty when it is no regular expression in RE2's syntax. */
    static Optional<Pattern> regex(String text) {
        try {
            return Optional.of(Pattern.compile(text, Pattern.DOTALL));
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }

    /** As {@link Globs}; to be matched as a whole. */
    static Pattern glob(String text) {
        return Pattern.compile(Globs.regex(text), Pattern.DOTALL);
    }
}
