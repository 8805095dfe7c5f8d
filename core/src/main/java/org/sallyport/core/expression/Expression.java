package org.sallyport.core.expression;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.sallyport.api.error.SallyportException;

/**
 * A small language without side effects, loops or recursion: {@code labels["env"] == "prod" || contains(
 * user.spec.traits["teams"], labels["team"])}. Evaluates in time linear in the expression and its values. Immutable.
 */
public final class Expression {
    private final Node root;

    private Expression(Node root) {
        this.root = root;
    }

    /** @throws SallyportException INVALID_RESOURCE with the place and what is wrong there */
    public static Expression condition(String source, Vocabulary vocabulary) {
        return new Expression(new Parser(source, vocabulary).whole(Type.FLAG));
    }

    /** One that yields a list of texts. @throws SallyportException as {@link #condition} */
    public static Expression texts(String source, Vocabulary vocabulary) {
        return new Expression(new Parser(source, vocabulary).whole(Type.TEXTS));
    }

    /** Of a {@link #condition}. */
    public boolean holds(Environment in) {
        return flag(root, in);
    }

    /** Of {@link #texts}, in the order of the values, each once. */
    public List<String> yields(Environment in) {
        return list(root, in).stream().distinct().toList();
    }

    /** @return names of the fields it reads, and {@code map.key} of the entries, {@code map.*} for any of a map's */
    public Set<String> reads() {
        Set<String> names = new TreeSet<>();
        collect(root, names);
        return names;
    }

    private static void collect(Node node, Set<String> names) {
        switch (node) {
            case Node.Text text -> {}
            case Node.Flag flag -> {}
            case Node.Field field -> names.add(field.name());
            case Node.Entry entry -> names.add(entry.map() + "." + entry.key());
            case Node.Not not -> collect(not.of(), names);
            case Node.Both both -> List.of(both.left(), both.right()).forEach(each -> collect(each, names));
            case Node.Either either -> List.of(either.left(), either.right()).forEach(each -> collect(each, names));
            case Node.Same same -> List.of(same.left(), same.right()).forEach(each -> collect(each, names));
            case Node.Call call -> {
                call.arguments().forEach(each -> collect(each, names));
                if (call.function() == Function.LABELS_MATCHING) {
                    names.add("labels.*");
                }
            }
        }
    }

    private static boolean flag(Node node, Environment in) {
        return switch (node) {
            case Node.Flag flag -> flag.value();
            case Node.Not not -> !flag(not.of(), in);
            case Node.Both both -> flag(both.left(), in) && flag(both.right(), in);
            case Node.Either either -> flag(either.left(), in) || flag(either.right(), in);
            case Node.Same same -> same(same.left(), same.right(), in);
            case Node.Call call -> answer(call, in);
            case Node.Text text -> throw untyped(text);
            case Node.Field field -> throw untyped(field);
            case Node.Entry entry -> throw untyped(entry);
        };
    }

    private static boolean same(Node left, Node right, Environment in) {
        return switch (left.type()) {
            case FLAG -> flag(left, in) == flag(right, in);
            case TEXT -> text(left, in).equals(text(right, in));
            case TEXTS -> list(left, in).equals(list(right, in));
        };
    }

    private static boolean answer(Node.Call call, Environment in) {
        Node first = call.arguments().getFirst();
        return switch (call.function()) {
            case CONTAINS -> list(first, in).contains(text(second(call), in));
            case CONTAINS_ANY -> list(first, in).stream().anyMatch(list(second(call), in)::contains);
            case CONTAINS_ALL -> {
                List<String> wanted = list(second(call), in);
                yield !wanted.isEmpty() && list(first, in).containsAll(wanted);
            }
            case IS_EMPTY -> list(first, in).stream().allMatch(String::isEmpty);
            case EQUALS -> same(first, second(call), in);
            case HAS_PREFIX -> text(first, in).startsWith(text(second(call), in));
            case REGEXP_MATCH ->
                list(first, in).stream()
                        .anyMatch(text ->
                                call.pattern().orElseThrow().matcher(text).find());
            case SET, EMAIL_LOCAL, LOWER, UPPER, REGEXP_REPLACE, LABELS_MATCHING -> throw untyped(call);
        };
    }

    private static Node second(Node.Call call) {
        return call.arguments().get(1);
    }

    /** A text that is not there is empty; one of several is the first. */
    private static String text(Node node, Environment in) {
        List<String> values = list(node, in);
        return values.isEmpty() ? "" : values.getFirst();
    }

    private static List<String> list(Node node, Environment in) {
        return switch (node) {
            case Node.Text text -> List.of(text.value());
            case Node.Field field -> in.field(field.name());
            case Node.Entry entry -> in.entry(entry.map(), entry.key());
            case Node.Call call -> computed(call, in);
            case Node.Flag flag -> throw untyped(flag);
            case Node.Not not -> throw untyped(not);
            case Node.Both both -> throw untyped(both);
            case Node.Either either -> throw untyped(either);
            case Node.Same same -> throw untyped(same);
        };
    }

    private static List<String> computed(Node.Call call, Environment in) {
        return switch (call.function()) {
            case SET -> call.arguments().stream().map(each -> text(each, in)).toList();
            case EMAIL_LOCAL -> mapped(call, in, Expression::local);
            case LOWER -> mapped(call, in, text -> Optional.of(text.toLowerCase(Locale.ROOT)));
            case UPPER -> mapped(call, in, text -> Optional.of(text.toUpperCase(Locale.ROOT)));
            case REGEXP_REPLACE -> {
                Pattern pattern = call.pattern().orElseThrow();
                Replacement by = Replacement.parse(text(call.arguments().get(2), in), pattern.groupCount());
                yield mapped(call, in, text -> by.apply(pattern.matcher(text), text));
            }
            case LABELS_MATCHING -> {
                List<String> found = new ArrayList<>();
                in.map("labels").forEach((key, values) -> {
                    if (call.pattern().orElseThrow().matches(key)) {
                        found.addAll(values);
                    }
                });
                yield found.stream().sorted().toList();
            }
            case CONTAINS, CONTAINS_ANY, CONTAINS_ALL, IS_EMPTY, EQUALS, HAS_PREFIX, REGEXP_MATCH ->
                throw untyped(call);
        };
    }

    private static List<String> mapped(
            Node.Call call, Environment in, java.util.function.Function<String, Optional<String>> each) {
        return list(call.arguments().getFirst(), in).stream()
                .map(each)
                .flatMap(Optional::stream)
                .toList();
    }

    /** What is no address has no local part. */
    private static Optional<String> local(String address) {
        int at = address.lastIndexOf('@');
        return at > 0 && at < address.length() - 1 ? Optional.of(address.substring(0, at)) : Optional.empty();
    }

    private static IllegalStateException untyped(Node node) {
        return new IllegalStateException("the parser let a wrong type through: " + node);
    }
}
