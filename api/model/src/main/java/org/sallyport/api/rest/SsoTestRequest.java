package org.sallyport.api.rest;

/** @param user and {@code password}: for connectors that ask for them; empty otherwise */
public record SsoTestRequest(String user, String password) {
    @Override
    public String toString() {
        return "SsoTestRequest[user=" + user + "]";
    }
}
