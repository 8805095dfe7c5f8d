package org.sallyport.web.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.MfaAnswer;
import org.sallyport.api.rest.SessionCertificateRequest;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.terminal.FileTransfer;
import org.sallyport.core.terminal.JoinWish;
import org.sallyport.core.terminal.TerminalService;
import org.sallyport.web.edge.EdgeParts;
import org.sallyport.web.fake.FakeLoginService;

/** Files over HTTP, in Undertow. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FileServletTest {
    private final FakeLoginService logins = new FakeLoginService();
    private final FakeNode node = new FakeNode();
    private final FileTransfers transfers = new FileTransfers();
    private final BlockingQueue<FileTransfer> told = new LinkedBlockingQueue<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String token = logins.sessionOf(new Caller.User("jo", List.of(), Map.of(), "127.0.0.1"));
    private Undertow undertow;
    private volatile boolean wantsFactor;

    /** Any call that is not for files. */
    private static final class Other extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doPut(HttpServletRequest request, HttpServletResponse response) throws IOException {
            long read = request.getInputStream().transferTo(OutputStream.nullOutputStream());
            response.getWriter().print(read);
        }
    }

    private final class Service implements TerminalService {
        @Override
        public String certificate(
                Caller.User caller, String bearerToken, SessionCertificateRequest request, MfaAnswer answer) {
            if (wantsFactor && answer.totp() == null) {
                throw new SallyportException(ErrorCode.MFA_REQUIRED, "Auth Service: show a device; then try again");
            }
            return caller.name() + " as " + request.login() + " on " + request.node();
        }

        @Override
        public void transferred(Caller.User caller, FileTransfer transfer) {
            told.add(transfer);
        }

        @Override
        public void refused(Caller.User caller, String on, String login, SallyportException why) {
            throw new AssertionError("no terminals here");
        }

        @Override
        public void joinRefused(Caller.User caller, String on, JoinWish wish, SallyportException why) {
            throw new AssertionError("no terminals here");
        }
    }

    @BeforeEach
    void start() throws Exception {
        transfers.connector = node;
        transfers.logins = logins;
        transfers.service = new Service();
        FileServlet servlet = new FileServlet();
        servlet.callers = EdgeParts.tokenCallers(logins);
        servlet.transfers = transfers;
        servlet.service = transfers.service;
        DeploymentInfo deployment = Servlets.deployment()
                .setClassLoader(FileServletTest.class.getClassLoader())
                .setContextPath("/")
                .setDeploymentName("files")
                .addServlet(Servlets.servlet("files", Servlet.class, new ImmediateInstanceFactory<>(servlet))
                        .setAsyncSupported(true)
                        .addMapping(FileServlet.PATH))
                .addServlet(Servlets.servlet("other", Servlet.class, new ImmediateInstanceFactory<>(new Other()))
                        .addMapping("/other"))
                .addFilter(Servlets.filter("bound", BodyBound.class).setAsyncSupported(true))
                .addFilterUrlMapping("bound", "/*", DispatcherType.REQUEST);
        DeploymentManager manager = Servlets.newContainer().addDeployment(deployment);
        manager.deploy();
        undertow = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                // as server.cli has it
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, 0L)
                .setHandler(manager.start())
                .build();
        undertow.start();
    }

    @AfterEach
    void stop() {
        client.shutdownNow();
        node.stop();
        undertow.stop();
    }

    private int port() {
        return ((InetSocketAddress) undertow.getListenerInfo().getFirst().getAddress()).getPort();
    }

    private static String query(String path, String more) {
        return FileServlet.PATH + "?node=web1&login=root&path=" + URLEncoder.encode(path, StandardCharsets.UTF_8)
                + more;
    }

    private HttpRequest.Builder request(String path, String more) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + query(path, more)))
                .header("Authorization", "Bearer " + token);
    }

    private HttpResponse<byte[]> get(String path) throws Exception {
        return client.send(request(path, "").build(), BodyHandlers.ofByteArray());
    }

    private HttpResponse<String> put(String path, String more, byte[] content) throws Exception {
        return client.send(
                request(path, more).PUT(BodyPublishers.ofByteArray(content)).build(), BodyHandlers.ofString());
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @Test
    void aDownloadIsWholeAndCanNeverRunAsOurs() throws Exception {
        byte[] content = random(3_000_001);
        node.files.put("/tmp/ein \"Bär\".html", content);

        HttpResponse<byte[]> answer = get("/tmp/ein \"Bär\".html");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(content);
        assertThat(answer.headers().map())
                .containsEntry("content-length", List.of("3000001"))
                .containsEntry("content-type", List.of("application/octet-stream"))
                .containsEntry(
                        "content-disposition",
                        List.of("attachment; filename=\"ein _B_r_.html\"; filename*=UTF-8''ein%20%22B%C3%A4r%22.html"))
                .containsEntry(
                        "content-security-policy", List.of("sandbox; default-src 'none'; frame-ancestors 'none'"));
        assertThat(node.certificates).containsExactly("jo as root on web1");
        FileTransfer whole = told.take();
        assertThat(whole.failure()).isEmpty();
        assertThat(whole.bytes()).isEqualTo(3_000_001);
    }

    @Test
    void anEmptyFileAndOneWithoutASizeAreWholeToo() throws Exception {
        node.files.put("/empty", new byte[0]);
        node.files.put("/proc/mounts", random(70_000));
        assertThat(get("/empty").headers().firstValue("content-length")).hasValue("0");
        HttpResponse<byte[]> answer = get("/proc/mounts");
        assertThat(answer.headers().firstValue("content-length")).isEmpty();
        assertThat(answer.body()).isEqualTo(random(70_000));
    }

    @Test
    void aDownloadThatBreaksIsNoShortFile() throws Exception {
        for (String path : List.of("/known", "/proc/unknown")) {
            node.files.put(path, random(5_000_000));
            node.breaksAt = 4_000_000;
            assertThatThrownBy(() -> get(path)).isInstanceOf(IOException.class);
            assertThat(told.take().failure()).isPresent();
        }
    }

    @Test
    void aRefusalIsAProblemAndAudited() throws Exception {
        HttpResponse<byte[]> answer = get("/no such");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("there is no '/no such'");
        assertThat(told.take().failure().orElseThrow().code()).isEqualTo(ErrorCode.NOT_FOUND);

        assertThat(put("/a\0b", "", new byte[1]).body()).contains("INVALID_ARGUMENT", "NUL");
        assertThat(put("/tmp/", "&name=..%2Fetc", new byte[1]).body()).contains("without slashes");
        assertThat(put("x".repeat(5000), "", new byte[1]).body()).contains("at most 4096");
        assertThat(told).hasSize(3);
    }

    @Test
    void anUploadIsStoredUnderItsNameOnceItIsWhole() throws Exception {
        byte[] content = random(12_000_000);
        HttpResponse<String> answer = put("/tmp/", "&name=ein%20B%C3%A4r.bin", content);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"path\":\"/tmp/ein Bär.bin\",\"bytes\":12000000}");
        assertThat(node.files.get("/tmp/ein Bär.bin")).isEqualTo(content);
        assertThat(told.take().path()).isEqualTo("/tmp/ein Bär.bin");

        assertThat(put("/tmp/ein Bär.bin", "", random(3)).statusCode()).isEqualTo(409);
        assertThat(put("/tmp/ein Bär.bin", "&overwrite=true", random(3)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void whatIsNoFileIsBoundedAsBefore() throws Exception {
        URI other = URI.create("http://127.0.0.1:" + port() + "/other");
        HttpRequest small = HttpRequest.newBuilder(other)
                .PUT(BodyPublishers.ofByteArray(random(9_000_000)))
                .build();
        assertThat(client.send(small, BodyHandlers.ofString()).body()).isEqualTo("9000000");
        HttpRequest large = HttpRequest.newBuilder(other)
                .PUT(BodyPublishers.ofByteArray(random(12_000_000)))
                .build();
        String outcome;
        try {
            outcome = client.send(large, BodyHandlers.ofString()).body();
        } catch (IOException cutOff) {
            outcome = "cut off";
        }
        assertThat(outcome).isNotEqualTo("12000000");
    }

    /** Nor may it keep anybody busy. */
    @Test
    void aRefusedUploadWithoutAnEndIsCutOff() throws Exception {
        node.files.put("/there", random(3));
        byte[] piece = random(64 * 1024);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("PUT " + query("/there", "") + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token
                            + "\r\nContent-Length: 1000000000000\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1000; i++) {
                            out.write(piece);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        assertThat(told.take().failure().orElseThrow().code()).isEqualTo(ErrorCode.ALREADY_EXISTS);
    }

    @Test
    void anUploadThatBreaksOffStoresNothing() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            String head = "PUT " + query("/half", "") + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token
                    + "\r\nContent-Length: 1000000\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(random(500_000));
        }
        assertThat(told.take().failure().orElseThrow().userMessage()).contains("the browser broke off");
        assertThat(node.files).isEmpty();
    }

    @Test
    void aPageOfSomebodyElseChangesNothing() throws Exception {
        HttpRequest forged = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + query("/x", "")))
                .header("Cookie", "sallyport_session=" + token)
                .PUT(BodyPublishers.ofString("x"))
                .build();
        assertThat(client.send(forged, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
        HttpRequest own = HttpRequest.newBuilder(forged, (name, value) -> true)
                .header("X-Sallyport-Csrf", "1")
                .build();
        assertThat(client.send(own, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        HttpRequest nobody = HttpRequest.newBuilder(forged.uri()).build();
        assertThat(client.send(nobody, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    }

    @Test
    void aSecondFactorIsAskedForAndItsQuestionIsNoRefusal() throws Exception {
        node.files.put("/x", random(10));
        wantsFactor = true;
        HttpResponse<byte[]> asked = get("/x");
        assertThat(asked.statusCode()).isEqualTo(403);
        assertThat(new String(asked.body(), StandardCharsets.UTF_8)).contains("MFA_REQUIRED");
        assertThat(told).isEmpty();
        HttpRequest answered = request("/x", "")
                .header("X-Sallyport-Mfa", "eyJ0b3RwIjoiMTIzNDU2In0")
                .build();
        assertThat(client.send(answered, BodyHandlers.ofByteArray()).body()).isEqualTo(random(10));
    }

    @Test
    void itEndsWithItsLoginWhereverItStands() throws Exception {
        node.files.put("/x", random(200_000));
        node.stallsAt = 100_000;
        HttpResponse<InputStream> answer = client.send(request("/x", "").build(), BodyHandlers.ofInputStream());
        node.stalled.await();
        transfers.signedOut(token);
        assertThatThrownBy(() -> answer.body().readAllBytes()).isInstanceOf(IOException.class);
        assertThat(told.take().failure().orElseThrow().code()).isEqualTo(ErrorCode.NOT_LOGGED_IN);
    }

    @Test
    void whatDoesNotMoveIsEnded() throws Exception {
        node.files.put("/x", random(200_000));
        node.stallsAt = 0;
        var answer = client.sendAsync(request("/x", "").build(), BodyHandlers.ofString());
        node.stalled.await();
        for (int i = 0; i <= FileTransfers.MOST_STOOD; i++) {
            transfers.look();
        }
        assertThat(answer.get().body()).contains("not a byte of the file moved");
    }

    @Test
    void aBrowserThatDoesNotReadIsEnded() throws Exception {
        node.files.put("/x", random(50_000_000));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            String head =
                    "GET " + query("/x", "") + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo('H');
            while (told.isEmpty()) {
                transfers.look();
                Thread.onSpinWait();
            }
            FileTransfer broken = told.take();
            assertThat(broken.failure().orElseThrow().userMessage()).contains("not a byte of the file moved");
            assertThat(broken.bytes()).isLessThan(50_000_000);
        }
    }

    @Test
    void oneSignInHasSoManyAtATime() throws Exception {
        node.files.put("/x", random(200_000));
        node.stallsAt = 100_000;
        for (int i = 0; i < FileTransfers.MOST_PER_LOGIN; i++) {
            var unused = client.sendAsync(request("/x", "").build(), BodyHandlers.ofInputStream())
                    .get();
        }
        HttpResponse<byte[]> answer = get("/x");
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("wait for one of them");
        assertThat(told.take().failure().orElseThrow().code()).isEqualTo(ErrorCode.TOO_MANY_SESSIONS);
    }
}
