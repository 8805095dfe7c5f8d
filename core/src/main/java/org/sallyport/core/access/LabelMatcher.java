package org.sallyport.core.access;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sallyport.core.access.TraitTemplate.Expansion;
import org.sallyport.core.expression.Globs;

/**
 * Label selectors: every key must be there (AND) with one of its values (OR); {@code {'*': ['*']}} matches everything,
 * an empty selector nothing. A value is literal, holds {@code *} for any characters, or is a regular expression when it
 * stands between {@code ^} and {@code $}; it must cover the whole label value. All in time linear in the label (RE2).
 */
final class LabelMatcher {
    private static final String ANY = "*";

    private LabelMatcher() {}

    /** @param unreadable what a regular expression that cannot be compiled counts as: true where matching denies */
    static boolean matches(
            Map<String, List<String>> selector,
            Map<String, String> labels,
            Map<String, List<String>> traits,
            boolean unreadable) {
        if (selector.isEmpty()) {
            return false;
        }
        if (isEverything(selector)) {
            return true;
        }
        return selector.entrySet().stream().allMatch(wanted -> {
            String value = labels.get(wanted.getKey());
            return value != null
                    && wanted.getValue().stream().anyMatch(entry -> matches(entry, value, traits, unreadable));
        });
    }

    static boolean isEverything(Map<String, List<String>> selector) {
        return List.of(ANY).equals(selector.get(ANY));
    }

    /** One value of a selector against one label's value. */
    static boolean matches(String entry, String value, Map<String, List<String>> traits, boolean unreadable) {
        return ANY.equals(entry)
                || TraitTemplate.expand(entry, traits).stream()
                        .anyMatch(expansion -> matches(expansion, value, unreadable));
    }

    private static boolean matches(Expansion wanted, String value, boolean unreadable) {
        if (isRegex(wanted.text())) {
            return compiled(wanted)
                    .map(pattern -> pattern.matcher(value).matches())
                    .orElse(unreadable);
        }
        if (wanted.before().contains(ANY) || wanted.after().contains(ANY)) {
            String glob = Globs.regex(wanted.before()) + Pattern.quote(wanted.trait()) + Globs.regex(wanted.after());
            return Pattern.compile(glob, Pattern.DOTALL).matcher(value).matches();
        }
        return wanted.text().equals(value);
    }

    static boolean isRegex(String entry) {
        return entry.length() >= 2 && entry.startsWith("^") && entry.endsWith("$");
    }

    /** Empty when it is no regular expression in RE2's syntax. */
    static Optional<Pattern> compiled(Expansion regex) {
        try {
            return Optional.of(Pattern.compile(regex.before() + Pattern.quote(regex.trait()) + regex.after()));
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }
}
