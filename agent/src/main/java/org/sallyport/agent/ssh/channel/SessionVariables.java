package org.sallyport.agent.ssh.channel;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.sallyport.agent.process.Work;

/** What a session adds to its process's environment. */
final class SessionVariables {
    private SessionVariables() {}

    static Map<String, String> of(SessionRequest request, UUID id, String clientAddress, Optional<Path> agentSocket) {
        Map<String, String> all = new TreeMap<>(request.environment());
        String client = clientAddress.isEmpty() ? "UNKNOWN" : clientAddress;
        // the node has no port of its own that anybody connects to
        all.put("SSH_CLIENT", client + " 0 22");
        all.put("SSH_CONNECTION", client + " 0 127.0.0.1 22");
        all.put("SALLYPORT_SESSION_ID", id.toString());
        agentSocket.ifPresent(path -> all.put("SSH_AUTH_SOCK", path.toString()));
        if (request.work() instanceof Work.Command command) {
            all.put("SSH_ORIGINAL_COMMAND", command.line());
        }
        return all;
    }
}
