package org.sallyport.core.node;

import org.sallyport.api.node.Node;
import org.sallyport.api.rest.Page;
import org.sallyport.core.caller.Caller;

/** The nodes a caller may see, from presence. */
public interface NodeService {
    /**
     * @param search words that must all occur in name, host id or {@code key=value} labels; may be empty
     * @param limit 1 to 1000
     */
    Page<Node> list(Caller caller, String search, String cursor, int limit);
}
