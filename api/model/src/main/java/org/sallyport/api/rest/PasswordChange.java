package org.sallyport.api.rest;

/** @param newPassword 12 to 128 characters, another one than the old */
public record PasswordChange(String oldPassword, String newPassword) {
    /** Neither of the two is for a log. */
    @Override
    public String toString() {
        return "PasswordChange[]";
    }
}
