package org.sallyport.ejb.node;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Local;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptors;
import java.util.List;
import org.sallyport.api.node.Node;
import org.sallyport.api.rest.Page;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.node.NodeService;
import org.sallyport.ejb.failure.Translated;
import org.sallyport.ejb.paging.Paging;

/** See {@link NodeService}. What a caller may not see is simply not listed. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@Local(NodeService.class)
@Interceptors(Translated.class)
public class NodeServiceBean implements NodeService {
    private final NodeDirectory nodes;

    /** For the container. */
    public NodeServiceBean() {
        this(null);
    }

    @Inject
    public NodeServiceBean(NodeDirectory nodes) {
        this.nodes = nodes;
    }

    @Override
    public Page<Node> list(Caller caller, String search, String cursor, int limit) {
        int wanted = Paging.limit(limit);
        String after = Paging.key(cursor);
        String words = search == null ? "" : search.strip();
        List<Node> found =
                nodes.visible(caller, words, after).limit(wanted + 1L).toList();
        if (found.size() <= wanted) {
            return new Page<>(found, "");
        }
        List<Node> page = found.subList(0, wanted);
        return new Page<>(page, Paging.cursor(Presence.key(page.get(wanted - 1))));
    }
}
