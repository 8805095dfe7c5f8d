package org.sallyport.cli.output;

/** How an answer is printed. */
public enum Format {
    TEXT,
    JSON,
    YAML
}
