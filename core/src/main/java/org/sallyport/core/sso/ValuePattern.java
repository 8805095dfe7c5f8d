package org.sallyport.core.sso;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Optional;

/** A literal, a text with {@code *}, or {@code ^a regular expression$}; matches the whole value, in linear time. */
record ValuePattern(Pattern pattern) {
    /** Empty when it is no regular expression. */
    static Optional<ValuePattern> of(String text) {
        try {
            boolean regex = text.length() >= 2 && text.startsWith("^") && text.endsWith("$");
            return Optional.of(new ValuePattern(Pattern.compile(regex ? text : globbed(text), Pattern.DOTALL)));
        } catch (PatternSyntaxException malformed) {
            return Optional.empty();
        }
    }

    /** The roles when the value matches, with {@code $1} to {@code $9} filled in; else none. */
    List<String> expand(String value, List<String> roles) {
        Matcher matcher = pattern.matcher(value);
        if (!matcher.matches()) {
            return List.of();
        }
        return roles.stream().map(role -> filled(role, matcher)).toList();
    }

    /** In one pass: what a group brings in is not looked into again. */
    private static String filled(String role, Matcher matcher) {
        StringBuilder filled = new StringBuilder();
        for (int i = 0; i < role.length(); i++) {
            int group = role.charAt(i) == '$' && i + 1 < role.length() ? role.charAt(i + 1) - '0' : -1;
            if (group >= 1 && group <= Math.min(9, matcher.groupCount())) {
                String found = matcher.group(group);
                filled.append(found == null ? "" : found);
                i++;
            } else {
                filled.append(role.charAt(i));
            }
        }
        return filled.toString();
    }

    private static String globbed(String text) {
        StringBuilder regex = new StringBuilder();
        String[] literals = text.split("\\*", -1);
        for (int i = 0; i < literals.length; i++) {
            regex.append(i == 0 ? "" : ".*").append(Pattern.quote(literals[i]));
        }
        return regex.toString();
    }
}
