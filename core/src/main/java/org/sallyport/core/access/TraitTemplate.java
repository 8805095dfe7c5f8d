package org.sallyport.core.access;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An entry of a role with at most one template: {@code {{internal.logins}}}, {@code {{external.team}}}, possibly with
 * text around it ({@code dev-{{external.team}}}). Both name a trait of the user; the words before the dot only say where
 * the trait is expected to come from. Each value of the trait gives one expansion; a user without it gets none.
 */
final class TraitTemplate {
    private static final Pattern FORM =
            Pattern.compile("\\{\\{\\s*(?:internal|external)\\.([A-Za-z0-9_][A-Za-z0-9_.:/-]{0,127})\\s*}}");

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
        Optional<Matcher> template = template(entry);
        if (template.isEmpty()) {
            return isWellFormed(entry) ? List.of(new Expansion(entry, "", "")) : List.of();
        }
        Matcher found = template.get();
        String before = entry.substring(0, found.start());
        String after = entry.substring(found.end());
        if (!isWellFormed(before + after)) {
            return List.of();
        }
        return traits.getOrDefault(found.group(1), List.of()).stream()
                .map(value -> new Expansion(before, value, after))
                .toList();
    }

    /** False when braces remain that are no template of ours. */
    static boolean isValid(String entry) {
        return template(entry)
                .map(found -> isWellFormed(entry.substring(0, found.start()) + entry.substring(found.end())))
                .orElseGet(() -> isWellFormed(entry));
    }

    private static Optional<Matcher> template(String entry) {
        Matcher matcher = FORM.matcher(entry);
        return matcher.find() ? Optional.of(matcher) : Optional.empty();
    }

    private static boolean isWellFormed(String rest) {
        return !rest.contains("{{") && !rest.contains("}}");
    }
}
