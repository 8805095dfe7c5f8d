package org.sallyport.agent.ssh.channel;

import java.util.Map;
import java.util.Optional;
import org.sallyport.agent.process.TerminalRequest;
import org.sallyport.agent.process.Work;

/**
 * What a client asked of one session channel.
 *
 * @param kind shell, exec or sftp
 */
record SessionRequest(String kind, Work work, Map<String, String> environment, Optional<TerminalRequest> terminal) {}
