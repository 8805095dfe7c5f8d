package org.sallyport.benchmarks.issuance;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.sallyport.api.rest.CertificateRequest;
import org.sallyport.api.rest.Certificates;
import org.sallyport.benchmarks.rest.PinnedTls;
import org.sallyport.benchmarks.rest.RestClient;
import org.sallyport.core.keys.SshKeys;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The clients of benchmarks/issuance. Each asks for one SSH user certificate after the other, over a connection that it
 * keeps; the answer to the first of each round is read and must hold one. SALLYPORT_TOKEN is the login session's. One
 * line per round: certificates, seconds, median and 99th percentile in ms, CPU ms per certificate of server and clients.
 */
@Command(name = "issuance")
public final class Issuance implements Callable<Integer> {
    @Option(names = "--server", required = true)
    private URI server;

    @Option(names = "--certificate", required = true)
    private Path certificate;

    @Option(names = "--clients", required = true)
    private int clients;

    @Option(names = "--seconds", required = true)
    private int seconds;

    /** The first round's, which warms up. */
    @Option(names = "--warm-up", required = true)
    private int warmUp;

    @Option(names = "--rounds", required = true)
    private int rounds;

    @Option(names = "--server-pid", required = true)
    private long serverPid;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Issuance()).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        SSLContext tls = PinnedTls.of(certificate);
        List<RestClient> asking = IntStream.range(0, clients)
                .mapToObj(number -> new RestClient(server, tls, number))
                .toList();
        try {
            round(asking, warmUp);
            for (int i = 0; i < rounds; i++) {
                round(asking, seconds);
            }
        } finally {
            asking.forEach(RestClient::close);
        }
        return 0;
    }

    private void round(List<RestClient> asking, int length) throws InterruptedException, ExecutionException {
        ProcessHandle proxy = ProcessHandle.of(serverPid).orElseThrow();
        Duration proxyBefore = busy(proxy);
        Duration ownBefore = busy(ProcessHandle.current());
        long begin = System.nanoTime();
        long end = begin + Duration.ofSeconds(length).toNanos();
        List<Long> nanos = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(clients)) {
            List<Future<List<Long>>> all = new ArrayList<>();
            for (RestClient client : asking) {
                all.add(pool.submit(() -> ask(client, end)));
            }
            for (Future<List<Long>> one : all) {
                nanos.addAll(one.get());
            }
        }
        double took = (System.nanoTime() - begin) / 1e9;
        nanos.sort(null);
        int count = nanos.size();
        System.out.printf(
                "%d %.2f %.2f %.2f %.3f %.3f%n",
                count,
                took,
                nanos.get(count / 2) / 1e6,
                nanos.get(count * 99 / 100) / 1e6,
                busy(proxy).minus(proxyBefore).toNanos() / 1e6 / count,
                busy(ProcessHandle.current()).minus(ownBefore).toNanos() / 1e6 / count);
        System.out.flush();
    }

    private static List<Long> ask(RestClient client, long end) {
        String key = SshKeys.line(SshKeys.generate().getPublic());
        HttpRequest request = client.post(
                "/api/v1/certificates",
                System.getenv("SALLYPORT_TOKEN"),
                client.json(new CertificateRequest(key, null, "1h")));
        Certificates first = client.read(client.send(request), Certificates.class);
        SshKeys.parseCertificate(first.ssh());
        List<Long> nanos = new ArrayList<>();
        long now = System.nanoTime();
        while (now < end) {
            client.send(request);
            long then = System.nanoTime();
            nanos.add(then - now);
            now = then;
        }
        return nanos;
    }

    private static Duration busy(ProcessHandle process) {
        return process.info().totalCpuDuration().orElseThrow();
    }
}
