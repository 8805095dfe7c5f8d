package org.sallyport.ejb.startup;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sallyport.api.resource.ClusterConfigSpec;

/** The system properties of a server, see docs/install.md; they matter at the first start, later the resource rules. */
@ApplicationScoped
public class ServerSettings {
    private final UnaryOperator<String> properties;

    public ServerSettings() {
        this(System::getProperty);
    }

    public ServerSettings(UnaryOperator<String> properties) {
        this.properties = properties;
    }

    Path dataDirectory() {
        return value("sallyport.data.dir")
                .map(Path::of)
                .orElseGet(() -> Path.of(
                        value("jboss.server.data.dir").orElse(System.getProperty("java.io.tmpdir")), "sallyport"));
    }

    ClusterConfigSpec initialConfig() {
        return new ClusterConfigSpec(
                value("sallyport.cluster.name").orElse("sallyport"),
                value("sallyport.public.address")
                        .orElse("localhost:" + value("sallyport.https.port").orElse("8443")),
                sshAddress(),
                null,
                null,
                null);
    }

    private String sshAddress() {
        String port = value("sallyport.ssh.port").orElse("3023");
        return port.startsWith("-") ? "" : value("sallyport.ssh.address").orElse("localhost:" + port);
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(properties.apply(name)).filter(text -> !text.isBlank());
    }
}
