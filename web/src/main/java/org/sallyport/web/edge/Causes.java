package org.sallyport.web.edge;

import java.util.Optional;
import java.util.stream.Stream;

/** Finds what was thrown first under what the container wrapped around it. */
public final class Causes {
    private static final int MAX_DEPTH = 16;

    private Causes() {}

    public static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(MAX_DEPTH)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }
}
