package org.sallyport.web.stream;

/** How many streams there may be of what. */
public enum StreamKind {
    AUDIT("audit", 8, 128),
    /** One for each tab that somebody looks at. */
    CHANGES("changes", 32, 1024);

    private final String words;
    private final int perUser;
    private final int inAll;

    StreamKind(String words, int perUser, int inAll) {
        this.words = words;
        this.perUser = perUser;
        this.inAll = inAll;
    }

    String words() {
        return words;
    }

    int perUser() {
        return perUser;
    }

    int inAll() {
        return inAll;
    }
}
