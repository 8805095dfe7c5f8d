package org.sallyport.core.remote;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/**
 * HTTP/1.1 (RFC 9112) on a connection that carries something else afterwards, so it never reads on past an answer. Blocks,
 * until a deadline.
 */
final class HttpLine {
    private static final int LONGEST_HEAD = 16 * 1024;
    private static final int LONGEST_BODY = 256 * 1024;

    private final ByteChannel channel;
    private final SocketChannel socket;
    private final Deadline deadline;

    /** @param socket under the channel; it does not block */
    HttpLine(ByteChannel channel, SocketChannel socket, Deadline deadline) {
        this.channel = channel;
        this.socket = socket;
        this.deadline = deadline;
    }

    HttpHead exchange(ClusterAddress host, ApiRequest request) throws IOException {
        StringBuilder head = new StringBuilder(request.method())
                .append(' ')
                .append(request.pathAndQuery())
                .append(" HTTP/1.1\r\nHost: ")
                .append(host)
                .append("\r\n");
        new TreeMap<>(request.headers())
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        request.token().ifPresent(token -> head.append("Authorization: Bearer ")
                .append(token.reveal())
                .append("\r\n"));
        return exchange(head.append("\r\n").toString());
    }

    HttpHead exchange(String request) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1));
        while (bytes.hasRemaining() || !flushed()) {
            if (channel.write(bytes) == 0 && bytes.hasRemaining()) {
                deadline.await(socket, SelectionKey.OP_WRITE);
            }
        }
        return HttpHead.parse(until("\r\n\r\n"));
    }

    private boolean flushed() throws IOException {
        return !(channel instanceof TlsChannel tls) || tls.flush();
    }

    /** @return what was read, with its end */
    private String until(String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            // one at a time: what follows belongs to whom the connection is handed on to
            byte[] one = read(1);
            if (one.length == 0) {
                throw new EOFException("the connection ended instead of an answer");
            }
            text.append((char) (one[0] & 0xff));
            if (text.length() > LONGEST_HEAD) {
                throw new IOException("the head of the answer is longer than " + LONGEST_HEAD + " bytes");
            }
        }
        return text.toString();
    }

    /** @return the answer's body, cut off when it is longer than any of ours */
    byte[] body(HttpHead head) throws IOException {
        return "chunked".equalsIgnoreCase(head.header("transfer-encoding").orElse(""))
                ? chunks()
                : exactly((int) Math.min(head.contentLength(), LONGEST_BODY));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            if (body.size() + size > LONGEST_BODY) {
                return body.toByteArray();
            }
            body.writeBytes(exactly(size));
            until("\r\n");
        }
        while (!until("\r\n").equals("\r\n")) {
            // trailer fields say nothing to us
        }
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        String size = until("\r\n").strip().replaceFirst("\\s*;.*", "");
        if (!size.matches("[0-9a-fA-F]{1,7}")) {
            throw new IOException("the answer is not HTTP/1.1");
        }
        return Integer.parseInt(size, 16);
    }

    private byte[] exactly(int length) throws IOException {
        ByteBuffer body = ByteBuffer.allocate(length);
        while (body.hasRemaining()) {
            byte[] part = read(body.remaining());
            if (part.length == 0) {
                break;
            }
            body.put(part);
        }
        byte[] bytes = new byte[body.flip().remaining()];
        body.get(bytes);
        return bytes;
    }

    /** @return up to this many bytes, none at the end */
    private byte[] read(int most) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(most);
        int count = channel.read(target);
        while (count == 0) {
            deadline.await(socket, SelectionKey.OP_READ);
            count = channel.read(target);
        }
        byte[] bytes = new byte[Math.max(count, 0)];
        target.flip().get(bytes);
        return bytes;
    }
}
