package org.sallyport.web.terminal;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.CarriedConnection;
import org.sallyport.core.connector.ConnectorLoad;
import org.sallyport.core.connector.ConnectorPorts;
import org.sallyport.core.connector.DialConnection;
import org.sallyport.core.connector.DialConnectionFactory;
import org.sallyport.core.connector.DialStream;
import org.sallyport.core.connector.DialTarget;
import org.sallyport.core.connector.FilesReceiver;
import org.sallyport.core.connector.FilesRequest;
import org.sallyport.core.connector.OpenDial;
import org.sallyport.core.connector.ShellReceiver;
import org.sallyport.core.connector.ShellRequest;

/** A connector that notes which shells it is to open. */
final class FakeShells implements DialConnectionFactory {
    final List<Caller.User> callers = new ArrayList<>();
    final List<DialTarget> targets = new ArrayList<>();
    final List<ShellRequest> requests = new ArrayList<>();
    final List<ShellReceiver> receivers = new ArrayList<>();

    @Override
    public DialConnection getConnection() {
        return new DialConnection() {
            @Override
            public DialStream dial(Caller.User caller, DialTarget target) {
                throw new UnsupportedOperationException("only shells");
            }

            @Override
            public CompletionStage<OpenDial> open(Caller.User caller, DialTarget target) {
                throw new UnsupportedOperationException("only shells");
            }

            @Override
            public void shell(Caller.User caller, DialTarget target, ShellRequest request, ShellReceiver receiver) {
                callers.add(caller);
                targets.add(target);
                requests.add(request);
                receivers.add(receiver);
            }

            @Override
            public void files(Caller.User caller, DialTarget target, FilesRequest request, FilesReceiver receiver) {
                throw new UnsupportedOperationException("only shells");
            }

            @Override
            public void close() {
                // nothing is held
            }
        };
    }

    @Override
    public void carry(CarriedConnection connection) {
        throw new UnsupportedOperationException("only shells");
    }

    @Override
    public void admit(InetSocketAddress peer) {
        throw new UnsupportedOperationException("only shells");
    }

    @Override
    public ConnectorLoad load() {
        return ConnectorLoad.NONE;
    }

    @Override
    public ConnectorPorts ports() {
        return ConnectorPorts.NONE;
    }
}
