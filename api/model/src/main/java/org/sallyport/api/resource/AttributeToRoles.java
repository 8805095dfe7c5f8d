package org.sallyport.api.resource;

import java.util.List;

/**
 * Who has this attribute value gets these roles.
 *
 * @param value literal, with {@code *} for any characters, or a regular expression (RE2) between {@code ^} and {@code $}
 * @param roles names; after a regular expression {@code $1} to {@code $9} stand for its groups
 */
public record AttributeToRoles(String attribute, String value, List<String> roles) {
    private static final int MAX_LENGTH = 1024;

    public AttributeToRoles {
        attribute = text("attribute", attribute);
        value = text("value", value);
        roles = Specs.nonEmptyNames("spec.attributes_to_roles.roles", roles);
    }

    private static String text(String field, String value) {
        if (value == null || value.isBlank() || value.length() > MAX_LENGTH) {
            throw Specs.invalid("spec.attributes_to_roles." + field + " must have 1 to " + MAX_LENGTH + " characters");
        }
        return value;
    }
}
