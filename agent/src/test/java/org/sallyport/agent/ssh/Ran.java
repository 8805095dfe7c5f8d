package org.sallyport.agent.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A program that was run to its end. */
record Ran(int exit, byte[] bytes, String err) {
    String out() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static Ran of(List<String> line, byte[] input) {
        try {
            Process process = new ProcessBuilder(line).start();
            CompletableFuture<byte[]> out =
                    CompletableFuture.supplyAsync(() -> read(process.getInputStream()), Ran::later);
            CompletableFuture<byte[]> err =
                    CompletableFuture.supplyAsync(() -> read(process.getErrorStream()), Ran::later);
            CompletableFuture<Void> in =
                    CompletableFuture.runAsync(() -> write(process.getOutputStream(), input), Ran::later);
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        line + " did not end; stderr: " + new String(err.get(5, TimeUnit.SECONDS)));
            }
            in.join();
            return new Ran(process.exitValue(), out.join(), new String(err.join(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (Exception e) {
            throw new IllegalStateException(line.toString(), e);
        }
    }

    /** A thread for each: the common pool has too few on a small machine, and blocking reads would hold it. */
    private static void later(Runnable work) {
        Thread.ofPlatform().daemon().start(work);
    }

    private static byte[] read(InputStream in) {
        try (in) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(OutputStream out, byte[] input) {
        try (out) {
            out.write(input);
        } catch (IOException e) {
            // the program did not want all of it
            return;
        }
    }
}
