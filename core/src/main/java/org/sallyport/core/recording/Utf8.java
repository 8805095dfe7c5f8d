package org.sallyport.core.recording;

/** Whether bytes are UTF-8 (RFC 3629). Every byte that a session prints is asked about, and a decoder takes five times as long. */
final class Utf8 {
    private Utf8() {}

    /** Strictly: neither overlong forms nor surrogates, and whole at its end. */
    static boolean isValid(byte[] data, int from, int end) {
        int at = from + LineBuffer.asciiRun(data, from, end);
        while (at < end) {
            int length = sequence(data, at, end);
            if (length == 0) {
                return false;
            }
            at += length;
            if (at < end && data[at] >= 0) {
                at += LineBuffer.asciiRun(data, at, end);
            }
        }
        return true;
    }

    /** How many bytes at the beginning can only be the rest of a character, 0 to 3. */
    static int rest(byte[] data, int from, int end) {
        int at = from;
        while (at < end && at - from < 3 && (data[at] & 0xC0) == 0x80) {
            at++;
        }
        return at - from;
    }

    /** How many bytes at the end can only be the beginning of a character, 0 to 3. */
    static int beginning(byte[] data, int from, int end) {
        for (int back = 1; back <= 3 && end - back >= from; back++) {
            int value = data[end - back] & 0xFF;
            if ((value & 0xC0) != 0x80) {
                return length(value) > back ? back : 0;
            }
        }
        return 0;
    }

    /** Of the sequence that begins with this byte; 0 when none of several bytes does. */
    private static int length(int first) {
        return first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    }

    /** @return the length of the sequence of two to four bytes that begins there; 0 when none does */
    private static int sequence(byte[] data, int at, int end) {
        int first = data[at] & 0xFF;
        int length = length(first);
        if (length == 0 || end - at < length) {
            return 0;
        }
        int second = data[at + 1] & 0xFF;
        // section 4: after some first bytes the second has fewer values
        int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        if (second < least || second > most) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if ((data[at + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return length;
    }
}
