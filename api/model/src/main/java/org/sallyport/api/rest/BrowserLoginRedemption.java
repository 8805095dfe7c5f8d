package org.sallyport.api.rest;

/**
 * @param code from the redirect, or the device code
 * @param verifier PKCE, 43 to 128 characters
 */
public record BrowserLoginRedemption(String code, String verifier) {}
