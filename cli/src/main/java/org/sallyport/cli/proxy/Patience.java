package org.sallyport.cli.proxy;

import java.time.Duration;

/**
 * How long to wait for what.
 *
 * @param pause before the first attempt; it grows
 * @param look how often one looks
 * @param ping after so many looks without a word, one asks for a sign of life
 * @param silence after so many, the connection counts as lost. Looks and not seconds: a stopped process misses both
 */
record Patience(Duration pause, Duration look, int ping, int silence) {
    static final Patience USUAL = new Patience(Duration.ofMillis(200), Duration.ofSeconds(1), 5, 15);
}
