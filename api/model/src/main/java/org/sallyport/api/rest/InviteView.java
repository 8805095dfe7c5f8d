package org.sallyport.api.rest;

import java.time.Instant;

/**
 * What the holder of an invite link sees before setting a password.
 *
 * @param totpUri an {@code otpauth://} URI whose secret is bound to this invite
 * @param passkeys whether the cluster's address is one that a passkey can be bound to
 */
public record InviteView(
        String user, Instant expires, String totpUri, String totpSecret, String clusterName, boolean passkeys) {}
