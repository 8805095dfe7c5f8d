package org.sallyport.core.expression;

/** What an expression yields: known when it is read, so that a wrong one is refused when it is written. */
public enum Type {
    TEXT("a text"),
    TEXTS("a list of texts"),
    FLAG("true or false");

    private final String described;

    Type(String described) {
        this.described = described;
    }

    String described() {
        return described;
    }
}
