package org.sallyport.api.rest;

import java.time.Instant;
import java.util.List;

/** A person who is here by single sign-on, for as long as a login session of theirs lasts. */
public record SsoUser(String user, String connector, List<String> roles, Instant since, Instant expires) {}
