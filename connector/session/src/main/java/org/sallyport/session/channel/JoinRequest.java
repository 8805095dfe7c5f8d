package org.sallyport.session.channel;

import java.util.Optional;
import org.sallyport.api.session.SessionMode;

/** {@code join ID [MODE]}, the one command of those who log in to join; an observer unless said otherwise. */
record JoinRequest(String session, SessionMode mode) {
    static final String USAGE = "ssh -t -l sallyport:join NODE join SESSION observer|peer|moderator";

    static Optional<JoinRequest> parse(String line) {
        String[] words = line.strip().split("\\s+", -1);
        if (words.length < 2 || words.length > 3 || !words[0].equals("join")) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new JoinRequest(words[1], words.length == 3 ? SessionMode.of(words[2]) : SessionMode.OBSERVER));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** As it was asked for. */
    String line() {
        return "join " + session + " " + mode.wireName();
    }
}
