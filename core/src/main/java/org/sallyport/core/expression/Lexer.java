package org.sallyport.core.expression;

import java.util.ArrayList;
import java.util.List;

/** Cuts an expression into names, texts in quotes and signs. */
final class Lexer {
    enum Sort {
        NAME,
        TEXT,
        SIGN,
        END
    }

    /** @param at place of its first character, from 1 */
    record Token(Sort sort, String text, int at) {
        boolean is(String sign) {
            return sort == Sort.SIGN && text.equals(sign);
        }
    }

    private static final List<String> SIGNS = List.of("&&", "||", "==", "!=", "!", "(", ")", "[", "]", ",", ".");

    private final String source;
    private int position;

    private Lexer(String source) {
        this.source = source;
    }

    static List<Token> tokens(String source) {
        Lexer lexer = new Lexer(source);
        List<Token> tokens = new ArrayList<>();
        do {
            tokens.add(lexer.next());
        } while (tokens.getLast().sort() != Sort.END);
        return tokens;
    }

    private Token next() {
        while (position < source.length() && Character.isWhitespace(source.charAt(position))) {
            position++;
        }
        int at = position + 1;
        if (position == source.length()) {
            return new Token(Sort.END, "the end", at);
        }
        char first = source.charAt(position);
        if (first == '"' || first == '\'') {
            return new Token(Sort.TEXT, quoted(first), at);
        }
        if (isNamePart(first)) {
            int begin = position;
            while (position < source.length() && isNamePart(source.charAt(position))) {
                position++;
            }
            return new Token(Sort.NAME, source.substring(begin, position), at);
        }
        for (String sign : SIGNS) {
            if (source.startsWith(sign, position)) {
                position += sign.length();
                return new Token(Sort.SIGN, sign, at);
            }
        }
        throw Fault.at(at, "'" + first + "' has no place in an expression");
    }

    private String quoted(char quote) {
        int at = position + 1;
        StringBuilder text = new StringBuilder();
        for (position++; position < source.length(); position++) {
            char c = source.charAt(position);
            if (c == quote) {
                position++;
                return text.toString();
            }
            // a backslash that protects nothing stands for itself, so that "\d" need not be doubled
            boolean protects = c == '\\' && position + 1 < source.length() && isProtected(source.charAt(position + 1));
            if (protects) {
                position++;
            }
            text.append(source.charAt(position));
        }
        throw Fault.at(at, "the quote is not closed");
    }

    private static boolean isProtected(char c) {
        return c == '"' || c == '\'' || c == '\\';
    }

    private static boolean isNamePart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }
}
