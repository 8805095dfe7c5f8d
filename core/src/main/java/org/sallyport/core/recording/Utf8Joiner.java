package org.sallyport.core.recording;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Text of bytes that come in pieces: a character cut at a piece's end comes out with the next one. */
final class Utf8Joiner {
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);

    private byte[] kept = new byte[0];

    String text(byte[] piece) {
        ByteBuffer in = ByteBuffer.allocate(kept.length + piece.length)
                .put(kept)
                .put(piece)
                .flip();
        CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
        decoder.reset().decode(in, out, false);
        kept = new byte[in.remaining()];
        in.get(kept);
        return out.flip().toString();
    }
}
