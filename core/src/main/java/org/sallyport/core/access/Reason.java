package org.sallyport.core.access;

/**
 * Why, in one step.
 *
 * @param role the role whose rule spoke; empty when no role did
 * @param rule path of the rule in the role, e.g. {@code deny.node_labels}
 * @param effect what it did
 * @param text for a person, e.g. {@code role dev allows logins [ubuntu], not root}
 */
public record Reason(String role, String rule, Effect effect, String text) {
    public enum Effect {
        ALLOWED,
        DENIED,
        NOT_MATCHED
    }
}
