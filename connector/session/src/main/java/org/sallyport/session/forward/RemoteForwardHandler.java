package org.sallyport.session.forward;

import java.io.IOException;
import java.util.Optional;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.sallyport.api.error.SallyportException;
import org.sallyport.session.connection.Connection;

/** The global requests of RFC 4254 section 7.1. A failed one carries no text: the next session tells it. */
public final class RemoteForwardHandler implements RequestHandler<ConnectionService> {
    private final String name;
    private final Work work;

    private interface Work {
        Result apply(Session session, String host, int port, boolean reply) throws IOException;
    }

    private RemoteForwardHandler(String name, Work work) {
        this.name = name;
        this.work = work;
    }

    public static RemoteForwardHandler start() {
        return new RemoteForwardHandler("tcpip-forward", RemoteForwardHandler::start);
    }

    public static RemoteForwardHandler cancel() {
        return new RemoteForwardHandler(
                "cancel-tcpip-forward",
                (session, host, port, reply) ->
                        Connection.of(session).host().cancel(host, port) ? Result.ReplySuccess : Result.ReplyFailure);
    }

    @Override
    public Result process(ConnectionService service, String request, boolean wantReply, Buffer buffer)
            throws IOException {
        return name.equals(request)
                ? work.apply(service.getSession(), buffer.getString(), buffer.getInt(), wantReply)
                : Result.Unsupported;
    }

    private static Result start(Session session, String host, int port, boolean reply) throws IOException {
        Connection connection = Connection.of(session);
        Optional<String> refusal = ForwardGate.listenRefusal(session, host, port);
        if (refusal.isPresent()) {
            connection.notice(refusal.get());
            return Result.ReplyFailure;
        }
        int bound;
        try {
            bound = connection.host().listen(host, port);
        } catch (SallyportException e) {
            connection.notice(connection.access().line(e.userMessage()));
            return Result.ReplyFailure;
        } catch (IOException e) {
            connection.notice(connection
                    .access()
                    .line("cannot listen on " + host + " port " + port + ": " + e.getMessage()
                            + "; choose another port"));
            return Result.ReplyFailure;
        }
        if (port != 0 || !reply) {
            return Result.ReplySuccess;
        }
        Buffer answer = session.createBuffer(SshConstants.SSH_MSG_REQUEST_SUCCESS, 8);
        answer.putUInt(bound);
        session.writePacket(answer);
        return Result.Replied;
    }
}
