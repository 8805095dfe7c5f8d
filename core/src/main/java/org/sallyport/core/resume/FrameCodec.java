package org.sallyport.core.resume;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import org.sallyport.core.keys.Secret;

/** Frames as bytes: type (1), length of the payload (4), payload; integers are big-endian. */
public final class FrameCodec {
    /** What an agent says before its first frame; no SSH server says it. */
    public static final String GREETING = "sallyport-resume-1\r\n";

    /** Largest payload of a data frame. */
    public static final int MOST_DATA = 64 * 1024;

    static final int HEADER = 5;
    static final int MOST_TEXT = 512;
    private static final int TICKET = 16 + Ticket.TOKEN_BYTES;

    private FrameCodec() {}

    enum Type {
        OFFER(TICKET + 4, TICKET + 4),
        RESUME(TICKET + 8, TICKET + 8),
        RESUMED(8, 8),
        REFUSED(0, MOST_TEXT),
        DATA(1, MOST_DATA),
        ACK(8, 8),
        EOF(8, 8),
        CLOSE(8, 8),
        PING(0, 0),
        PONG(0, 0);

        private final int shortest;
        private final int longest;

        Type(int shortest, int longest) {
            this.shortest = shortest;
            this.longest = longest;
        }

        byte code() {
            return (byte) (ordinal() + 1);
        }

        static Type of(int code, int length) throws BrokenLinkException {
            if (code < 1 || code > values().length) {
                throw new BrokenLinkException("a frame of unknown type " + code);
            }
            Type type = values()[code - 1];
            if (length < type.shortest || length > type.longest) {
                throw new BrokenLinkException(type + " of " + length + " bytes");
            }
            return type;
        }
    }

    public static ByteBuffer encode(Frame frame) {
        return switch (frame) {
            case Frame.Offer offer ->
                put(frame(Type.OFFER, TICKET + 4), offer.ticket())
                        .putInt((int) offer.kept().toSeconds())
                        .flip();
            case Frame.Resume resume ->
                put(frame(Type.RESUME, TICKET + 8), resume.ticket())
                        .putLong(resume.received())
                        .flip();
            case Frame.Resumed resumed -> count(Type.RESUMED, resumed.received());
            case Frame.Refused refused -> {
                byte[] bytes = refused.text().getBytes(StandardCharsets.UTF_8);
                int length = Math.min(bytes.length, MOST_TEXT);
                yield frame(Type.REFUSED, length).put(bytes, 0, length).flip();
            }
            case Frame.Ack ack -> count(Type.ACK, ack.received());
            case Frame.Eof eof -> count(Type.EOF, eof.sent());
            case Frame.Close close -> count(Type.CLOSE, close.sent());
            case Frame.Ping ping -> frame(Type.PING, 0).flip();
            case Frame.Pong pong -> frame(Type.PONG, 0).flip();
        };
    }

    /** A data frame with a copy of what the source has, as an array that begins with the header. */
    static byte[] data(ByteBuffer source, int length) {
        byte[] frame = new byte[HEADER + length];
        ByteBuffer.wrap(frame).put(Type.DATA.code()).putInt(length);
        source.get(frame, HEADER, length);
        return frame;
    }

    static Frame decode(Type type, ByteBuffer payload) {
        return switch (type) {
            case OFFER ->
                new Frame.Offer(ticket(payload), Duration.ofSeconds(Integer.toUnsignedLong(payload.getInt())));
            case RESUME -> new Frame.Resume(ticket(payload), payload.getLong());
            case RESUMED -> new Frame.Resumed(payload.getLong());
            case REFUSED ->
                new Frame.Refused(
                        StandardCharsets.UTF_8.decode(payload).toString().replaceAll("\\p{Cntrl}", " "));
            case ACK -> new Frame.Ack(payload.getLong());
            case EOF -> new Frame.Eof(payload.getLong());
            case CLOSE -> new Frame.Close(payload.getLong());
            case PING -> new Frame.Ping();
            case PONG -> new Frame.Pong();
            case DATA -> throw new IllegalArgumentException("data is not gathered");
        };
    }

    private static ByteBuffer frame(Type type, int length) {
        return ByteBuffer.allocate(HEADER + length).put(type.code()).putInt(length);
    }

    private static ByteBuffer count(Type type, long count) {
        return frame(type, 8).putLong(count).flip();
    }

    private static ByteBuffer put(ByteBuffer target, Ticket ticket) {
        return target.putLong(ticket.stream().getMostSignificantBits())
                .putLong(ticket.stream().getLeastSignificantBits())
                .put(HexFormat.of().parseHex(ticket.token().reveal()));
    }

    private static Ticket ticket(ByteBuffer payload) {
        UUID stream = new UUID(payload.getLong(), payload.getLong());
        byte[] token = new byte[Ticket.TOKEN_BYTES];
        payload.get(token);
        return new Ticket(stream, new Secret(HexFormat.of().formatHex(token)));
    }
}
