package org.sallyport.core.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sallyport.core.expression.Lexer.Sort;
import org.sallyport.core.expression.Lexer.Token;

/**
 * By recursive descent, loosest first: {@code ||}, {@code &&}, {@code !}, {@code ==} and {@code !=}, then names, texts,
 * calls and brackets. Types are checked on the way.
 */
final class Parser {
    private static final int MAX_DEPTH = 64;

    private final Vocabulary vocabulary;
    private final List<Token> tokens;
    private int position;
    private int depth;

    Parser(String source, Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        this.tokens = Lexer.tokens(source);
    }

    Node whole(Type wanted) {
        Node found = either();
        if (peek().sort() != Sort.END) {
            throw Fault.at(peek().at(), "'" + peek().text() + "' is not expected here");
        }
        return require(found, wanted, 1, "the expression");
    }

    private Node either() {
        if (++depth > MAX_DEPTH) {
            throw Fault.at(peek().at(), "the expression is nested deeper than " + MAX_DEPTH);
        }
        int at = peek().at();
        Node left = both();
        while (take("||")) {
            require(left, Type.FLAG, at, "what stands before ||");
            int right = peek().at();
            left = new Node.Either(left, require(both(), Type.FLAG, right, "what stands after ||"));
        }
        depth--;
        return left;
    }

    private Node both() {
        int at = peek().at();
        Node left = not();
        while (take("&&")) {
            require(left, Type.FLAG, at, "what stands before &&");
            int right = peek().at();
            left = new Node.Both(left, require(not(), Type.FLAG, right, "what stands after &&"));
        }
        return left;
    }

    private Node not() {
        int count = 0;
        int at = peek().at();
        while (take("!")) {
            count++;
        }
        Node of = comparison();
        if (count == 0) {
            return of;
        }
        require(of, Type.FLAG, at, "what stands after !");
        return count % 2 == 0 ? of : new Node.Not(of);
    }

    private Node comparison() {
        Node left = value();
        Token sign = peek();
        boolean differ = sign.is("!=");
        if (!differ && !sign.is("==")) {
            return left;
        }
        position++;
        Node right = value();
        if (left.type() != right.type() || left.type() == Type.TEXTS) {
            throw Fault.at(
                    sign.at(),
                    sign.text() + " compares two texts, not " + left.type().described() + " and "
                            + right.type().described() + "; for lists there is contains(list, text)");
        }
        Node same = new Node.Same(left, right);
        return differ ? new Node.Not(same) : same;
    }

    private Node value() {
        Token token = tokens.get(position++);
        return switch (token.sort()) {
            case TEXT -> new Node.Text(token.text());
            case NAME -> named(token);
            case SIGN -> {
                if (!token.is("(")) {
                    throw Fault.at(token.at(), "'" + token.text() + "' is not expected here");
                }
                Node inner = either();
                expect(")");
                yield inner;
            }
            case END -> throw Fault.at(token.at(), "something is missing at the end");
        };
    }

    /** A word, a dotted name, a map's entry, a function; then calls on what was found, as {@code list.contains("a")}. */
    private Node named(Token first) {
        if (first.text().equals("true") || first.text().equals("false")) {
            return new Node.Flag(first.text().equals("true"));
        }
        StringBuilder path = new StringBuilder(first.text());
        Optional<Node> known = vocabulary.resolve(path.toString());
        while (peek().is(".") && !(known.isPresent() && isCallNext())) {
            position++;
            path.append('.').append(name());
            known = vocabulary.resolve(path.toString());
        }
        Node found;
        if (peek().is("(")) {
            found = call(path.toString(), first.at());
        } else if (peek().is("[")) {
            found = entry(path.toString(), first.at());
        } else {
            found = known.orElseThrow(() -> unknown(path.toString(), first.at()));
        }
        while (take(".")) {
            found = call(name(), first.at(), found);
        }
        return found;
    }

    private boolean isCallNext() {
        return tokens.get(position + 1).sort() == Sort.NAME
                && tokens.get(position + 2).is("(");
    }

    private Node entry(String map, int at) {
        if (!vocabulary.maps().containsKey(map)) {
            throw Fault.at(at, "'" + map + "' takes no key in brackets; known are " + vocabulary.known());
        }
        expect("[");
        Token key = tokens.get(position++);
        if (key.sort() != Sort.TEXT) {
            throw Fault.at(key.at(), "the key must be a text in quotes");
        }
        expect("]");
        return new Node.Entry(map, key.text(), vocabulary.maps().get(map));
    }

    private Node call(String name, int at, Node... receiver) {
        Function function = Function.named(name)
                .filter(found ->
                        found != Function.LABELS_MATCHING || vocabulary.maps().containsKey("labels"))
                .orElseThrow(() -> Fault.at(at, "there is no function '" + name + "' here"));
        expect("(");
        List<Node> arguments = new ArrayList<>(List.of(receiver));
        if (!take(")")) {
            do {
                arguments.add(either());
            } while (take(","));
            expect(")");
        }
        try {
            return function.call(arguments);
        } catch (IllegalArgumentException e) {
            throw Fault.at(at, e.getMessage());
        }
    }

    private RuntimeException unknown(String name, int at) {
        return Fault.at(at, "'" + name + "' is not known here; known are " + vocabulary.known());
    }

    private static Node require(Node found, Type wanted, int at, String what) {
        if (found.type() != wanted) {
            throw Fault.at(
                    at,
                    what + " must be " + wanted.described() + ", and is "
                            + found.type().described());
        }
        return found;
    }

    private String name() {
        Token token = tokens.get(position++);
        if (token.sort() != Sort.NAME) {
            throw Fault.at(token.at(), "a name must follow the dot, not '" + token.text() + "'");
        }
        return token.text();
    }

    private Token peek() {
        return tokens.get(position);
    }

    private boolean take(String sign) {
        if (peek().is(sign)) {
            position++;
            return true;
        }
        return false;
    }

    private void expect(String sign) {
        Token token = peek();
        if (!take(sign)) {
            throw Fault.at(token.at(), "'" + sign + "' is missing before '" + token.text() + "'");
        }
    }
}
