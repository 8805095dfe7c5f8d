package org.sallyport.tests.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a command runs: a network namespace of our own, or this machine when tests do not run as root.
 *
 * @param address by which the others reach it
 */
public record Host(String namespace, String address) {
    private static final String LOCK = Path.of(System.getProperty("java.io.tmpdir"), "sallyport-tests.lock")
            .toString();

    /** What goes before a command to run it there. */
    public List<String> prefix() {
        return namespace.isEmpty() ? List.of() : List.of("ip", "netns", "exec", namespace);
    }

    public Command command(String... words) {
        return Command.on(this, List.of(words));
    }

    public Command command(List<String> words) {
        return Command.on(this, words);
    }

    public Command shell(String script) {
        return command("bash", "-c", script);
    }

    /**
     * What changes this machine as a whole: one at a time, for several processes may run tests at once, and
     * {@code useradd} gives up where another one holds its files.
     */
    public static Command alone(List<String> words) {
        List<String> locked = new ArrayList<>(List.of("flock", "-w", "120", LOCK));
        locked.addAll(words);
        return new Host("", "").command(locked);
    }
}
