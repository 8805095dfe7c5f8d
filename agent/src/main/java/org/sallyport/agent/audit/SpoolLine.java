package org.sallyport.agent.audit;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/** One event at rest: eight hex digits of CRC-32C over the JSON, a blank, the JSON (which holds no line break), LF. */
final class SpoolLine {
    private static final int PREFIX = 9;

    private SpoolLine() {}

    static byte[] encode(byte[] json) {
        byte[] line = new byte[PREFIX + json.length + 1];
        byte[] digits = HexFormat.of().toHexDigits(sum(json, 0, json.length)).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, line, 0, digits.length);
        line[PREFIX - 1] = ' ';
        System.arraycopy(json, 0, line, PREFIX, json.length);
        line[line.length - 1] = '\n';
        return line;
    }

    /** @param line without its LF; empty when it is damaged */
    static Optional<byte[]> decode(byte[] line) {
        if (line.length <= PREFIX || line[PREFIX - 1] != ' ') {
            return Optional.empty();
        }
        String digits = new String(line, 0, PREFIX - 1, StandardCharsets.US_ASCII);
        if (!digits.matches("[0-9a-f]{8}")
                || HexFormat.fromHexDigits(digits) != sum(line, PREFIX, line.length - PREFIX)) {
            return Optional.empty();
        }
        byte[] json = new byte[line.length - PREFIX];
        System.arraycopy(line, PREFIX, json, 0, json.length);
        return Optional.of(json);
    }

    private static int sum(byte[] data, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(data, offset, length);
        return (int) crc.getValue();
    }
}
