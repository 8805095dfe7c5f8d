package org.sallyport.agent.host;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sallyport.session.process.Launch;
import org.sallyport.session.process.Work;

/** What a session adds to its process's environment. */
final class SessionVariables {
    private SessionVariables() {}

    static Map<String, String> of(Launch launch, Optional<Path> agentSocket) {
        Map<String, String> all = new TreeMap<>(launch.environment());
        String client = launch.clientAddress().isEmpty() ? "UNKNOWN" : launch.clientAddress();
        // the node has no port of its own that anybody connects to
        all.put("SSH_CLIENT", client + " 0 22");
        all.put("SSH_CONNECTION", client + " 0 127.0.0.1 22");
        all.put("SALLYPORT_SESSION_ID", launch.sessionId().toString());
        agentSocket.ifPresent(path -> all.put("SSH_AUTH_SOCK", path.toString()));
        if (launch.work() instanceof Work.Command command) {
            all.put("SSH_ORIGINAL_COMMAND", command.line());
        }
        return all;
    }
}
