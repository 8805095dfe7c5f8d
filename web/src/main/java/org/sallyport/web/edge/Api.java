package org.sallyport.web.edge;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Everything below {@code /api} is JAX-RS, so that a wrong path there is answered with a problem, not with a page. */
@ApplicationPath("/api")
public class Api extends Application {}
