package org.sallyport.session.process;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * @param type value of TERM
 * @param modes RFC 4254 section 8 opcodes and their values
 */
public record TerminalRequest(String type, TerminalSize size, Map<Integer, Integer> modes) {
    public TerminalRequest {
        requireNonNull(size, "size");
        type = type == null || !type.matches("[A-Za-z0-9._+-]{1,64}") ? "dumb" : type;
        modes = Map.copyOf(modes);
    }
}
