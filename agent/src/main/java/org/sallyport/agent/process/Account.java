package org.sallyport.agent.process;

import static java.util.Objects.requireNonNull;

/**
 * An OS account as the system's name service tells it.
 *
 * @param home may not exist; the session then starts in {@code /}
 */
public record Account(String name, int uid, int gid, String home, String shell) {
    public Account {
        requireNonNull(name, "name");
        home = home == null || home.isEmpty() ? "/" : home;
        // passwd(5): an empty shell field means /bin/sh
        shell = shell == null || shell.isEmpty() ? "/bin/sh" : shell;
    }
}
