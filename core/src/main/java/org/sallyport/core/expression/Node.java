package org.sallyport.core.expression;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Optional;

/** A part of an expression, its type checked. */
sealed interface Node {
    Type type();

    record Text(String value) implements Node {
        @Override
        public Type type() {
            return Type.TEXT;
        }
    }

    record Flag(boolean value) implements Node {
        @Override
        public Type type() {
            return Type.FLAG;
        }
    }

    record Field(String name, Type type) implements Node {}

    record Entry(String map, String key, Type type) implements Node {}

    /** @param pattern of those functions that take one, compiled once */
    record Call(Function function, List<Node> arguments, Type type, Optional<Pattern> pattern) implements Node {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    record Not(Node of) implements Node {
        @Override
        public Type type() {
            return Type.FLAG;
        }
    }

    record Both(Node left, Node right) implements Node {
        @Override
        public Type type() {
            return Type.FLAG;
        }
    }

    record Either(Node left, Node right) implements Node {
        @Override
        public Type type() {
            return Type.FLAG;
        }
    }

    record Same(Node left, Node right) implements Node {
        @Override
        public Type type() {
            return Type.FLAG;
        }
    }
}
