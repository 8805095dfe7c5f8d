package org.sallyport.session.channel;

import java.util.Map;
import java.util.Optional;
import org.sallyport.session.process.TerminalRequest;
import org.sallyport.session.process.Work;

/**
 * What a client asked of one session channel.
 *
 * @param kind shell, exec or sftp
 * @param forwardedAgent whether the client's ssh-agent is to be there
 */
record SessionRequest(
        String kind,
        Work work,
        Map<String, String> environment,
        Optional<TerminalRequest> terminal,
        boolean forwardedAgent) {}
