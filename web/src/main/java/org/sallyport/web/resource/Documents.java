package org.sallyport.web.resource;

import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;

/** What a path says of a resource, held against the document. */
final class Documents {
    private Documents() {}

    static ResourceKind kind(String segment) {
        return ResourceKind.ofWireName(segment)
                .orElseThrow(() -> new SallyportException(
                        ErrorCode.NOT_FOUND,
                        "REST: there is no kind '" + segment + "' of resources; there are " + ResourceKind.names()));
    }

    static void requireKind(ResourceKind expected, Resource<?> resource) {
        if (resource.kind() != expected) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT,
                    "REST: the document is of kind " + resource.kind().wireName() + ", the path of kind "
                            + expected.wireName());
        }
    }
}
