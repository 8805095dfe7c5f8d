package org.sallyport.api.rest;

import java.time.Instant;
import java.util.List;
import org.sallyport.api.resource.ServiceType;

/** {@code value} is {@code <name>.<secret>}: shown only here, not kept. */
public record TokenCreated(
        String name, String value, List<ServiceType> services, Instant expires, List<String> caPins) {}
