package org.sallyport.tests.cluster;

import java.util.List;

/**
 * Where a command runs: a network namespace of our own, or this machine when tests do not run as root.
 *
 * @param address by which the others reach it
 */
public record Host(String namespace, String address) {
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
}
