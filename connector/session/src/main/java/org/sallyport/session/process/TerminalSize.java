package org.sallyport.session.process;

/** Of a terminal, in characters; what a client sends out of bounds becomes 80 by 24. */
public record TerminalSize(int columns, int rows) {
    private static final int MOST = 0xFFFF;

    public TerminalSize {
        columns = columns < 1 || columns > MOST ? 80 : columns;
        rows = rows < 1 || rows > MOST ? 24 : rows;
    }
}
