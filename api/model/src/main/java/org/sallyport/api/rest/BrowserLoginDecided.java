package org.sallyport.api.rest;

/** @param redirect where the browser goes now, with the code; empty for a request by user code */
public record BrowserLoginDecided(String redirect) {}
