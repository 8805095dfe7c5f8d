package org.sallyport.cli.proxy;

import java.time.Duration;

/**
 * How long to wait for what.
 *
 * @param kept how long a lost connection is tried to be replaced; agents keep sessions for as long
 * @param pause before the first attempt; it grows
 * @param look how often one looks
 * @param ping after so many looks without a word, one asks for a sign of life
 * @param silence after so many, the connection counts as lost. Looks and not seconds: a stopped process misses both
 */
record Patience(Duration kept, Duration pause, Duration look, int ping, int silence) {
    static final Patience USUAL =
            new Patience(Duration.ofSeconds(60), Duration.ofMillis(200), Duration.ofSeconds(1), 5, 15);
}
