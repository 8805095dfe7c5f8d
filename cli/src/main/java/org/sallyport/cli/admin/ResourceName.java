package org.sallyport.cli.admin;

import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.core.remote.ApiRequest;

/** {@code kind} or {@code kind/name} as typed; the name is empty for the whole kind. */
record ResourceName(ResourceKind kind, String name) {
    static ResourceName parse(String text) {
        int slash = text.indexOf('/');
        String kind = slash < 0 ? text : text.substring(0, slash);
        return new ResourceName(
                ResourceKind.ofWireName(kind).orElseThrow(() -> unknown(kind)),
                slash < 0 ? "" : text.substring(slash + 1));
    }

    static ResourceName parseOne(String text) {
        ResourceName name = parse(text);
        if (name.name().isEmpty()) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT,
                    "cli: give one resource, as " + name.kind().wireName() + "/NAME");
        }
        return name;
    }

    String path() {
        String collection = collection(kind);
        return name.isEmpty() ? collection : collection + "/" + ApiRequest.segment(name);
    }

    static String collection(ResourceKind kind) {
        return "/api/v1/resources/" + kind.wireName();
    }

    private static SallyportException unknown(String kind) {
        return new SallyportException(
                ErrorCode.INVALID_ARGUMENT, "cli: there is no kind '" + kind + "'; kinds are " + ResourceKind.names());
    }
}
