package org.sallyport.core.expression;

import com.google.re2j.Matcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What takes a match's place: text with {@code $1} or {@code ${1}} for groups and {@code $$} for a dollar. */
record Replacement(List<Part> parts) {
    sealed interface Part {}

    record Literal(String text) implements Part {}

    record Group(int number) implements Part {}

    Replacement {
        parts = List.copyOf(parts);
    }

    /** @throws IllegalArgumentException when a group is not there */
    static Replacement parse(String text, int groups) {
        List<Part> parts = new ArrayList<>();
        int position = 0;
        while (position < text.length()) {
            int dollar = text.indexOf('$', position);
            if (dollar < 0) {
                parts.add(new Literal(text.substring(position)));
                break;
            }
            parts.add(new Literal(text.substring(position, dollar)));
            if (text.startsWith("$$", dollar)) {
                parts.add(new Literal("$"));
                position = dollar + 2;
                continue;
            }
            boolean braces = text.startsWith("{", dollar + 1);
            int begin = braces ? dollar + 2 : dollar + 1;
            int end = begin;
            while (end < text.length() && end < begin + 3 && Character.digit(text.charAt(end), 10) >= 0) {
                end++;
            }
            if (end == begin || (braces && !text.startsWith("}", end))) {
                throw new IllegalArgumentException("write $1 or ${1} for a group, $$ for a dollar");
            }
            int number = Integer.parseInt(text.substring(begin, end));
            if (number > groups) {
                throw new IllegalArgumentException("the regular expression has no group " + number);
            }
            parts.add(new Group(number));
            position = braces ? end + 1 : end;
        }
        return new Replacement(parts);
    }

    /** @return the text with each match replaced; empty without a match */
    Optional<String> apply(Matcher matcher, String text) {
        StringBuilder result = new StringBuilder();
        int from = 0;
        boolean found = false;
        while (matcher.find()) {
            found = true;
            result.append(text, from, matcher.start());
            for (Part part : parts) {
                switch (part) {
                    case Literal literal -> result.append(literal.text());
                    case Group group -> {
                        String matched = matcher.group(group.number());
                        result.append(matched == null ? "" : matched);
                    }
                }
            }
            from = matcher.end();
        }
        return found ? Optional.of(result.append(text.substring(from)).toString()) : Optional.empty();
    }
}
