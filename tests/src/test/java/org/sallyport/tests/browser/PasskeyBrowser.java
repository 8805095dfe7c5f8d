package org.sallyport.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.Programs;

/**
 * Chromium with its virtual authenticator. Keys need a host name and a certificate without complaint, so the cluster is
 * called {@link #HOST} meanwhile and the browser is told that name and that certificate.
 */
final class PasskeyBrowser implements AutoCloseable {
    static final String HOST = "sallyport.test:8443";
    static final String BASE = "https://" + HOST + "/";

    private final Cluster cluster;
    private final Chromium chromium;
    private final Page page;

    private PasskeyBrowser(Cluster cluster, Chromium chromium, Page page) {
        this.cluster = cluster;
        this.chromium = chromium;
        this.page = page;
    }

    static PasskeyBrowser open(Cluster cluster) {
        rename(cluster, HOST);
        Chromium chromium = Chromium.start(
                cluster,
                "--host-resolver-rules=MAP sallyport.test "
                        + cluster.network().server().address(),
                "--ignore-certificate-errors-spki-list=" + keyDigest(cluster));
        BrowserContext context =
                chromium.browser().newContext(new Browser.NewContextOptions().setViewportSize(1280, 800));
        Page page = context.newPage();
        CDPSession devtools = context.newCDPSession(page);
        devtools.send("WebAuthn.enable");
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        options.addProperty("automaticPresenceSimulation", true);
        JsonObject parameters = new JsonObject();
        parameters.add("options", options);
        devtools.send("WebAuthn.addVirtualAuthenticator", parameters);
        return new PasskeyBrowser(cluster, chromium, page);
    }

    /** The only one: the virtual authenticator belongs to it. */
    Page page() {
        return page;
    }

    /** Gives the cluster another public address. */
    static void rename(Cluster cluster, String publicAddress) {
        String yaml = cluster.admin()
                .cli("admin", "get", "cluster_config/cluster", "--format=yaml")
                .run()
                .succeeded()
                .out();
        Path file = cluster.directory().resolve("renamed.yaml");
        Programs.write(file, yaml.replaceAll("(?m)^(\\s*public_address:).*$", "$1 \"" + publicAddress + "\""));
        cluster.admin().cli("admin", "apply", "-f", file.toString()).run().succeeded();
        assertThat(cluster.server().ping().succeeded().out()).contains(publicAddress);
    }

    /** What the flag wants: base64 of the SHA-256 of the certificate's public key. */
    private static String keyDigest(Cluster cluster) {
        return cluster.network()
                .client()
                .command(
                        "sh",
                        "-c",
                        "openssl s_client -connect " + cluster.server().publicAddress()
                                + " </dev/null 2>/dev/null | openssl x509 -pubkey -noout"
                                + " | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | openssl base64")
                .run()
                .succeeded()
                .out()
                .trim();
    }

    @Override
    public void close() {
        chromium.close();
        rename(cluster, cluster.server().publicAddress());
    }
}
