package org.sallyport.session.upstream;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.ChannelOutputStream;
import org.sallyport.session.messages.SessionMessages;

/** What is typed into a shell: written in order, by a thread that waits for room while there is something to write. */
final class ShellInput {
    private record Piece(byte[] bytes, CompletableFuture<Void> done) {}

    private final ShellChannel channel;
    private final Executor executor;
    private final OutputStream packets;
    private final Queue<Piece> queue = new ArrayDeque<>();
    private boolean running;

    /** @param channel that is open */
    ShellInput(ShellChannel channel, Executor executor) {
        this.channel = requireNonNull(channel, "channel");
        this.executor = requireNonNull(executor, "executor");
        this.packets = new ChannelOutputStream(
                channel, channel.getRemoteWindow(), SessionMessages.SLF4J, SshConstants.SSH_MSG_CHANNEL_DATA, true);
    }

    CompletionStage<Void> add(byte[] bytes) {
        Piece piece = new Piece(bytes, new CompletableFuture<>());
        synchronized (this) {
            queue.add(piece);
            if (running) {
                return piece.done();
            }
            running = true;
        }
        try {
            executor.execute(this::run);
        } catch (RejectedExecutionException stopping) {
            piece.done().completeExceptionally(stopping);
        }
        return piece.done();
    }

    private synchronized Piece next() {
        Piece piece = queue.poll();
        running = piece != null;
        return piece;
    }

    private void run() {
        for (Piece piece = next(); piece != null; piece = next()) {
            try {
                channel.awaitRoom();
                packets.write(piece.bytes());
                packets.flush();
                piece.done().complete(null);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                piece.done().completeExceptionally(e);
            } catch (IOException e) {
                piece.done().completeExceptionally(e);
            }
        }
    }
}
