package org.sallyport.session.server;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.ca.SourceAddresses;
import org.sallyport.session.connection.Connection;
import org.sallyport.session.dial.DialRequest;
import org.sallyport.session.messages.Place;
import org.sallyport.session.transport.StreamMoves;
import org.sallyport.session.transport.StreamService;

/** Connections that go on from another address: certificates that are bound to addresses stay bound to them. */
final class Resumptions implements StreamMoves {
    private final Place place;

    Resumptions(Place place) {
        this.place = requireNonNull(place, "place");
    }

    @Override
    public void resumed(IoSession session, DialRequest request, Duration gap) {
        String before = StreamService.request(session).clientAddress();
        String now = request.clientAddress();
        AbstractSession ssh = AbstractSession.getSession(session, true);
        Optional<Connection> connection = Optional.ofNullable(ssh == null ? null : ssh.getAttribute(Connection.KEY));
        if (connection.isEmpty()) {
            // a login that is under way is checked against the address it began from
            require(before.equals(now), now);
            return;
        }
        Optional<String> onlyFrom = connection.get().admission().onlyFrom();
        if (onlyFrom.isPresent() && !SourceAddresses.contain(onlyFrom.get(), now)) {
            connection.get().denied("resume", "its certificate is bound to " + onlyFrom.get() + ", not to " + now);
            require(false, now);
        }
        connection.get().movedTo(request, gap);
    }

    private void require(boolean allowed, String address) {
        if (!allowed) {
            throw new SallyportException(
                    ErrorCode.SOURCE_ADDRESS_MISMATCH,
                    place.layer() + ": this session may not go on from " + address
                            + "; go back to the network it began in, or " + "connect again");
        }
    }
}
