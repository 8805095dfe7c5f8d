package org.sallyport.cli.play;

import java.util.Optional;

/** Keys out of what a terminal sends for them: arrows are ESC [ C or ESC O C. */
final class KeyDecoder {
    private enum State {
        PLAIN,
        ESCAPED,
        SEQUENCE
    }

    private State state = State.PLAIN;

    Optional<Key> next(char c) {
        switch (state) {
            case PLAIN -> {
                return plain(c);
            }
            case ESCAPED -> {
                state = c == '[' || c == 'O' ? State.SEQUENCE : State.PLAIN;
                return Optional.empty();
            }
            case SEQUENCE -> {
                // parameters come before the final byte
                if (c >= 0x40) {
                    state = State.PLAIN;
                }
                return switch (c) {
                    case 'C' -> Optional.of(Key.FORWARD);
                    case 'D' -> Optional.of(Key.BACK);
                    default -> Optional.empty();
                };
            }
        }
        throw new IllegalStateException(state.name());
    }

    private Optional<Key> plain(char c) {
        return switch (c) {
            case 0x1B -> {
                state = State.ESCAPED;
                yield Optional.empty();
            }
            case ' ' -> Optional.of(Key.PAUSE);
            case '+', '=' -> Optional.of(Key.FASTER);
            case '-' -> Optional.of(Key.SLOWER);
            case 'q', 'Q', 0x03 -> Optional.of(Key.QUIT);
            default -> Optional.empty();
        };
    }
}
