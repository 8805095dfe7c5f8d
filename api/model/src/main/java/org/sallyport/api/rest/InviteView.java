package org.sallyport.api.rest;

import java.time.Instant;

/** What the holder of an invite link sees before setting a password. {@code totpUri} is an {@code otpauth://} URI whose secret is bound to this invite. */
public record InviteView(String user, Instant expires, String totpUri, String totpSecret, String clusterName) {}
