package org.sallyport.core.expression;

import com.google.re2j.Pattern;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The functions, by the names that role documents use. */
enum Function {
    /** contains(list, text): the list has it. */
    CONTAINS("contains", 2),
    /** contains_any(list, list): the lists share something. */
    CONTAINS_ANY("contains_any", 2),
    /** contains_all(list, list): the first has all of the second, which is not empty. */
    CONTAINS_ALL("contains_all", 2),
    /** is_empty(list). */
    IS_EMPTY("is_empty", 1),
    /** equals(a, b). */
    EQUALS("equals", 2),
    /** has_prefix(text, prefix). */
    HAS_PREFIX("has_prefix", 2),
    /** set("a", "b"): a list. */
    SET("set", -1),
    /** email.local(text or list): what stands before the @; what is no address vanishes. */
    EMAIL_LOCAL("email.local", 1),
    /** strings.lower(text or list). */
    LOWER("strings.lower", 1),
    /** strings.upper(text or list). */
    UPPER("strings.upper", 1),
    /** regexp.match(text or list, "regex"): one of them has a match, anywhere unless anchored. */
    REGEXP_MATCH("regexp.match", 2),
    /** regexp.replace(text or list, "regex", "replacement with $1"): what has no match vanishes. */
    REGEXP_REPLACE("regexp.replace", 3),
    /** labels_matching("glob"): values of the labels whose keys match. */
    LABELS_MATCHING("labels_matching", 1);

    private final String spelled;
    private final int arity;

    Function(String spelled, int arity) {
        this.spelled = spelled;
        this.arity = arity;
    }

    String spelled() {
        return spelled;
    }

    static Optional<Function> named(String name) {
        return Arrays.stream(values()).filter(each -> each.spelled.equals(name)).findFirst();
    }

    /** @throws IllegalArgumentException as {@link #check} */
    Node.Call call(List<Node> arguments) {
        Type type = check(arguments);
        Optional<Pattern> pattern =
                switch (this) {
                    case REGEXP_MATCH, REGEXP_REPLACE -> Patterns.regex(literal(arguments, 1));
                    case LABELS_MATCHING -> Optional.of(Patterns.glob(literal(arguments, 0)));
                    case CONTAINS,
                            CONTAINS_ANY,
                            CONTAINS_ALL,
                            IS_EMPTY,
                            EQUALS,
                            HAS_PREFIX,
                            SET,
                            EMAIL_LOCAL,
                            LOWER,
                            UPPER -> Optional.empty();
                };
        return new Node.Call(this, arguments, type, pattern);
    }

    /**
     * @return the type of a call with these arguments
     * @throws IllegalArgumentException for the wrong number or types; the message says what is wanted
     */
    private Type check(List<Node> arguments) {
        if (arity >= 0 && arguments.size() != arity) {
            throw wrong("takes " + arity + " argument(s), not " + arguments.size());
        }
        return switch (this) {
            case CONTAINS -> {
                require(arguments, 0, Type.TEXTS);
                require(arguments, 1, Type.TEXT);
                yield Type.FLAG;
            }
            case CONTAINS_ANY, CONTAINS_ALL -> {
                require(arguments, 0, Type.TEXTS);
                require(arguments, 1, Type.TEXTS);
                yield Type.FLAG;
            }
            case IS_EMPTY -> {
                requireTextual(arguments);
                yield Type.FLAG;
            }
            case EQUALS -> {
                if (arguments.get(0).type() != arguments.get(1).type()) {
                    throw wrong("compares two of the same type");
                }
                yield Type.FLAG;
            }
            case HAS_PREFIX -> {
                require(arguments, 0, Type.TEXT);
                require(arguments, 1, Type.TEXT);
                yield Type.FLAG;
            }
            case SET -> {
                for (int i = 0; i < arguments.size(); i++) {
                    require(arguments, i, Type.TEXT);
                }
                yield Type.TEXTS;
            }
            case EMAIL_LOCAL, LOWER, UPPER -> requireTextual(arguments);
            case REGEXP_MATCH -> {
                requireTextual(arguments);
                requireRegex(arguments);
                yield Type.FLAG;
            }
            case REGEXP_REPLACE -> {
                requireRegex(arguments);
                replacement(arguments);
                yield requireTextual(arguments);
            }
            case LABELS_MATCHING -> {
                literal(arguments, 0);
                yield Type.TEXTS;
            }
        };
    }

    private void require(List<Node> arguments, int index, Type wanted) {
        if (arguments.get(index).type() != wanted) {
            throw wrong("wants " + wanted.described() + " as argument " + (index + 1) + ", not "
                    + arguments.get(index).type().described());
        }
    }

    private Type requireTextual(List<Node> arguments) {
        Type type = arguments.getFirst().type();
        if (type == Type.FLAG) {
            throw wrong("wants a text or a list of texts as argument 1");
        }
        return type;
    }

    private String literal(List<Node> arguments, int index) {
        if (arguments.get(index) instanceof Node.Text text) {
            return text.value();
        }
        throw wrong("wants a text in quotes as argument " + (index + 1));
    }

    private void replacement(List<Node> arguments) {
        int groups = Patterns.regex(literal(arguments, 1)).orElseThrow().groupCount();
        try {
            Replacement.parse(literal(arguments, 2), groups);
        } catch (IllegalArgumentException e) {
            throw wrong("got '" + literal(arguments, 2) + "': " + e.getMessage());
        }
    }

    private void requireRegex(List<Node> arguments) {
        String regex = literal(arguments, 1);
        if (Patterns.regex(regex).isEmpty()) {
            throw wrong("got '" + regex + "', which is no regular expression in RE2's syntax");
        }
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(spelled + " " + what);
    }
}
