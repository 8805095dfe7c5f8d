package org.sallyport.api.rest;

import java.util.List;
import org.sallyport.api.resource.ServiceType;

/** Makes a join token. {@code name} may be empty (one is made up); {@code ttl} such as {@code 30m} (the default); {@code maxUses} null for any number. */
public record TokenCreation(String name, List<ServiceType> services, String ttl, Integer maxUses) {}
