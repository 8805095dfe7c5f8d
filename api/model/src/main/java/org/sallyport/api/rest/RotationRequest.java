package org.sallyport.api.rest;

import org.sallyport.api.cert.RotationPhase;

/**
 * What {@code POST /api/v1/authorities/{type}/rotate} asks for.
 *
 * @param phase the next phase, by hand; null for a scheduled rotation
 * @param grace how long a scheduled rotation takes, such as {@code 30h} (default); {@code 0s} replaces the keys at once
 */
public record RotationRequest(RotationPhase phase, String grace) {}
