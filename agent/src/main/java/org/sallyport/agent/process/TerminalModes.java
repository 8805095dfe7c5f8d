package org.sallyport.agent.process;

import com.sun.jna.Memory;
import java.util.Map;

/** Terminal modes as RFC 4254 section 8 encodes them, put into Linux's struct termios. */
final class TerminalModes {
    private static final int INPUT = 0;
    private static final int OUTPUT = 4;
    private static final int LOCAL = 12;
    private static final int CHARACTERS = 17;
    private static final int SIZE = 256;
    /** The client's "no character" and Linux's _POSIX_VDISABLE. */
    private static final int DISABLED = 255;

    /** Opcode to index in c_cc. */
    private static final Map<Integer, Integer> CHARACTER_INDEX = Map.ofEntries(
            Map.entry(1, 0),
            Map.entry(2, 1),
            Map.entry(3, 2),
            Map.entry(4, 3),
            Map.entry(5, 4),
            Map.entry(6, 11),
            Map.entry(7, 16),
            Map.entry(8, 8),
            Map.entry(9, 9),
            Map.entry(10, 10),
            Map.entry(12, 12),
            Map.entry(13, 14),
            Map.entry(14, 15),
            Map.entry(18, 13));

    /** Bits by opcode, from the first opcode of the group on; 0 where Linux has none. */
    private static final int[] INPUT_BITS = {4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384};

    private static final int[] LOCAL_BITS = {1, 2, 4, 8, 16, 32, 64, 128, 256, 32768, 512, 2048, 16384};
    private static final int[] OUTPUT_BITS = {1, 2, 4, 8, 16, 32};

    private TerminalModes() {}

    /** @param master on Linux the attributes set on the master are the slave's */
    static void apply(LibC libC, int master, Map<Integer, Integer> modes) {
        if (modes.isEmpty()) {
            return;
        }
        try (Memory termios = new Memory(SIZE)) {
            if (libC.tcgetattr(master, termios) != 0) {
                return;
            }
            modes.forEach((opcode, value) -> set(termios, opcode, value));
            libC.tcsetattr(master, 0, termios);
        }
    }

    private static void set(Memory termios, int opcode, int value) {
        Integer index = CHARACTER_INDEX.get(opcode);
        if (index != null) {
            termios.setByte(CHARACTERS + index, (byte) (value == DISABLED ? 0 : value));
        } else if (opcode >= 30 && opcode < 30 + INPUT_BITS.length) {
            flag(termios, INPUT, INPUT_BITS[opcode - 30], value);
        } else if (opcode >= 50 && opcode < 50 + LOCAL_BITS.length) {
            flag(termios, LOCAL, LOCAL_BITS[opcode - 50], value);
        } else if (opcode >= 70 && opcode < 70 + OUTPUT_BITS.length) {
            flag(termios, OUTPUT, OUTPUT_BITS[opcode - 70], value);
        }
    }

    private static void flag(Memory termios, int field, int bit, int value) {
        int old = termios.getInt(field);
        termios.setInt(field, value == 0 ? old & ~bit : old | bit);
    }
}
