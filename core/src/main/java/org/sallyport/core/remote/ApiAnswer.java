package org.sallyport.core.remote;

import java.util.OptionalLong;

/**
 * @param body null only when the server answered without content (204)
 * @param revision of the ETag header, for {@link ApiRequest#ifMatch}
 */
public record ApiAnswer<T>(int status, T body, OptionalLong revision) {}
