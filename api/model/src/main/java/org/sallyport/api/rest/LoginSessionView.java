package org.sallyport.api.rest;

import java.time.Instant;

/**
 * One of one's own open login sessions.
 *
 * @param id for ending it; opens nothing
 * @param address from which it was opened
 * @param created when the person proved who they are
 * @param device name of the second factor it was opened with; empty for a recovery code, one removed since, and single
 *     sign-on
 * @param connector by which the person signed on; empty for local users
 * @param current whether it is the one that asks
 */
public record LoginSessionView(
        String id,
        String address,
        Instant created,
        Instant expires,
        String device,
        String connector,
        boolean current) {}
