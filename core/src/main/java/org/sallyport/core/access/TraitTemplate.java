package org.sallyport.core.access;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.expression.Expression;

/**
 * An entry of a role with at most one template: {@code {{internal.logins}}}, {@code {{external.team}}}, possibly with
 * text around it ({@code dev-{{external.team}}}), or a function of one ({@code {{email.local(external.email)}}},
 * {@code {{regexp.replace(external["group"], "^dev-(.*)$", "$1")}}}). Both name a trait of the user; the words before the dot only say where
 * the trait is expected to come from. Each value of the trait gives one expansion; a user without it gets none.
 */
final class TraitTemplate {
    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";
    private static final Pattern TRAIT =
            Pattern.compile("\\s*(?:internal|external)\\.([A-Za-z0-9_][A-Za-z0-9_.:/-]{0,127})\\s*");

    /**
     * One expansion, its parts kept apart: patterns may stand in what the role's author wrote, never in what a trait
     * says. Otherwise a user with the trait value {@code *} would match every label.
     */
    record Expansion(String before, String trait, String after) {
        String text() {
            return before + trait + after;
        }
    }

    private TraitTemplate() {}

    static List<Expansion> expand(String entry, Map<String, List<String>> traits) {
        int open = entry.indexOf(OPEN);
        if (open < 0) {
            return isWellFormed(entry) ? List.of(new Expansion(entry, "", "")) : List.of();
        }
        int close = entry.indexOf(CLOSE, open);
        String before = entry.substring(0, open);
        String after = close < 0 ? OPEN : entry.substring(close + CLOSE.length());
        if (!isWellFormed(before + after)) {
            return List.of();
        }
        return values(entry.substring(open + OPEN.length(), close), traits).stream()
                .map(value -> new Expansion(before, value, after))
                .toList();
    }

    private static List<String> values(String inner, Map<String, List<String>> traits) {
        Matcher plain = TRAIT.matcher(inner);
        if (plain.matches()) {
            return traits.getOrDefault(plain.group(1), List.of());
        }
        try {
            return Expression.texts(inner, Words.TEMPLATE).yields(Words.of(traits));
        } catch (SallyportException e) {
            // written before it was checked, or by a newer version
            return List.of();
        }
    }

    /** @return what is wrong with it; empty when nothing is */
    static Optional<String> fault(String entry) {
        int open = entry.indexOf(OPEN);
        int close = open < 0 ? -1 : entry.indexOf(CLOSE, open);
        if (open < 0 || close < 0) {
            return isWellFormed(entry) ? Optional.empty() : Optional.of("the braces do not match");
        }
        if (!isWellFormed(entry.substring(0, open) + entry.substring(close + CLOSE.length()))) {
            return Optional.of("there may be one template in an entry");
        }
        String inner = entry.substring(open + OPEN.length(), close);
        if (TRAIT.matcher(inner).matches()) {
            return Optional.empty();
        }
        try {
            Expression.texts(inner, Words.TEMPLATE);
            return Optional.empty();
        } catch (SallyportException e) {
            return Optional.of(e.userMessage());
        }
    }

    private static boolean isWellFormed(String rest) {
        return !rest.contains(OPEN) && !rest.contains(CLOSE);
    }
}
