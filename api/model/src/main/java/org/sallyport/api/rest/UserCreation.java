package org.sallyport.api.rest;

import java.util.List;
import java.util.Map;

/** Makes a user and an invite for it in one call. */
public record UserCreation(String name, List<String> roles, Map<String, List<String>> traits, String inviteTtl) {}
