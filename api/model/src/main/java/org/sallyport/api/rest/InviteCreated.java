package org.sallyport.api.rest;

import java.time.Instant;

/** The one-time link; the secret in it is shown only here. */
public record InviteCreated(String user, String url, Instant expires) {}
