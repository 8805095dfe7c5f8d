package org.sallyport.api.rest;

/**
 * One step of a decision.
 *
 * @param role whose rule spoke; empty when no role did
 * @param rule path of the rule in the role, e.g. {@code deny.node_labels}
 * @param effect {@code allowed}, {@code denied} or {@code not_matched}
 * @param text for a person
 */
public record AccessReason(String role, String rule, String effect, String text) {}
