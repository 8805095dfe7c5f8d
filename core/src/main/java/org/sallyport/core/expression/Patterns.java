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

    /** {@code *} for any characters, everything else for itself; covers the whole text. */
    static Pattern glob(String text) {
        StringBuilder regex = new StringBuilder("^");
        String[] literals = text.split("\\*", -1);
        for (int i = 0; i < literals.length; i++) {
            regex.append(i == 0 ? "" : ".*").append(Pattern.quote(literals[i]));
        }
        return Pattern.compile(regex.append('$').toString(), Pattern.DOTALL);
    }
}
