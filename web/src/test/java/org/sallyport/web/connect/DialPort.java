package org.sallyport.web.connect;

import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.sallyport.api.error.SallyportException;
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
import org.sallyport.web.edge.EdgeParts;
import org.sallyport.web.fake.FakeLoginService;

/** The servlets in Undertow, with a connector that dials and turns away when the test says. */
final class DialPort implements DialConnectionFactory, DialConnection, AutoCloseable {
    record Wanted(Caller.User caller, DialTarget target) {}

    final FakeLoginService logins = new FakeLoginService();
    final CompletableFuture<Wanted> wanted = new CompletableFuture<>();
    final CompletableFuture<OpenDial> outcome = new CompletableFuture<>();
    final CompletableFuture<CarriedConnection> attached = new CompletableFuture<>();
    final CompletableFuture<Void> closed = new CompletableFuture<>();
    volatile SallyportException turnedAway;
    private final Undertow undertow;

    DialPort() throws ServletException {
        DialServlet servlet = new DialServlet();
        servlet.connector = this;
        servlet.gate = EdgeParts.gate();
        servlet.callers = EdgeParts.callers(logins);
        ConnectServlet connect = new ConnectServlet();
        connect.connector = this;
        connect.gate = servlet.gate;
        DeploymentInfo deployment = Servlets.deployment()
                .setClassLoader(DialPort.class.getClassLoader())
                .setContextPath("/")
                .setDeploymentName("dial")
                .addServlet(Servlets.servlet("dial", Servlet.class, new ImmediateInstanceFactory<>(servlet))
                        .setAsyncSupported(true)
                        .addMapping(DialServlet.PATH))
                .addServlet(Servlets.servlet("connect", Servlet.class, new ImmediateInstanceFactory<>(connect))
                        .addMapping(ConnectServlet.PATH));
        DeploymentManager manager = Servlets.newContainer().addDeployment(deployment);
        manager.deploy();
        undertow = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setHandler(manager.start())
                .build();
        undertow.start();
    }

    @Override
    public ConnectorLoad load() {
        return ConnectorLoad.NONE;
    }

    @Override
    public ConnectorPorts ports() {
        return ConnectorPorts.NONE;
    }

    int port() {
        return ((InetSocketAddress) undertow.getListenerInfo().getFirst().getAddress()).getPort();
    }

    String token() {
        return logins.sessionOf(new Caller.User("jo", List.of(), Map.of(), "127.0.0.1"));
    }

    /** A dial that an agent took. */
    OpenDial dial() {
        return new OpenDial() {
            private final AtomicReference<Boolean> decided = new AtomicReference<>();

            @Override
            public String hostId() {
                return "host";
            }

            @Override
            public void attach(CarriedConnection connection) {
                if (decided.compareAndSet(null, true)) {
                    attached.complete(connection);
                }
            }

            @Override
            public void close() {
                if (decided.compareAndSet(null, true)) {
                    closed.complete(null);
                }
            }
        };
    }

    @Override
    public void shell(Caller.User caller, DialTarget target, ShellRequest request, ShellReceiver receiver) {
        throw new UnsupportedOperationException("nobody dials for a shell here");
    }

    @Override
    public void files(Caller.User caller, DialTarget target, FilesRequest request, FilesReceiver receiver) {
        throw new UnsupportedOperationException("nobody dials for files here");
    }

    @Override
    public CompletionStage<OpenDial> open(Caller.User caller, DialTarget target) {
        wanted.complete(new Wanted(caller, target));
        return outcome;
    }

    @Override
    public DialConnection getConnection() {
        return this;
    }

    @Override
    public DialStream dial(Caller.User caller, DialTarget target) {
        throw new AssertionError("nothing blocks here");
    }

    @Override
    public void carry(CarriedConnection connection) {
        throw new AssertionError("no SSH here");
    }

    @Override
    public void admit(InetSocketAddress peer) {
        throw turnedAway;
    }

    /** Of the handle; the port itself is stopped by {@link #stop}. */
    @Override
    public void close() {
        // a handle of no pool
    }

    void stop() {
        undertow.stop();
    }
}
