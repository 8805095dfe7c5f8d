package org.sallyport.ejb.proxysession;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.node.Node;
import org.sallyport.api.recording.RecordingMode;
import org.sallyport.api.resource.OpensshNodeSpec;
import org.sallyport.api.resource.Resource;
import org.sallyport.core.access.AccessEvaluator;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.ProxySessions.Course;
import org.sallyport.ejb.access.Authorizer;
import org.sallyport.ejb.feed.Directory;
import org.sallyport.ejb.node.AgentlessNodes;
import org.sallyport.ejb.node.JoinableSessions;

/** How SSH to a node goes: through to its agent, or by way of a server of the proxy's own. From memory. */
@ApplicationScoped
public class Courses {
    private final AgentlessNodes agentless;
    private final Directory directory;
    private final AccessEvaluator evaluator;
    private final JoinableSessions joinable;

    /** For the container's proxy. */
    protected Courses() {
        this(null, null, null, null);
    }

    @Inject
    public Courses(
            AgentlessNodes agentless, Directory directory, AccessEvaluator evaluator, JoinableSessions joinable) {
        this.agentless = agentless;
        this.directory = directory;
        this.evaluator = evaluator;
        this.joinable = joinable;
    }

    /** @throws SallyportException NOT_FOUND for a node that was removed meanwhile */
    Course of(Caller.User caller, Node node) {
        if (node.agentless()) {
            OpensshNodeSpec spec = agentless
                    .resource(node.hostId())
                    .map(Resource::spec)
                    .orElseThrow(() -> new SallyportException(
                            ErrorCode.NOT_FOUND,
                            "Proxy Service: node '" + node.name()
                                    + "' was removed a moment ago; `sallyport ls` lists those" + " that are left"));
            return new Course.ToServer(spec.host(), spec.port(), spec.hostKeys());
        }
        // a session that ends here can be joined here only
        return mode(caller).atProxy() || joinable.anyAtProxy(caller, node.hostId())
                ? new Course.ToAgent()
                : new Course.Through();
    }

    private RecordingMode mode(Caller.User caller) {
        return evaluator
                .options(Authorizer.subject(caller), directory.roles())
                .recordingMode()
                .orElseGet(() -> directory.clusterConfig().recordingPolicy().effectiveMode());
    }
}
