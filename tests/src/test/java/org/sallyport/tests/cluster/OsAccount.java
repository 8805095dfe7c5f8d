package org.sallyport.tests.cluster;

import java.util.List;

/** An OS account of this machine for one test class, with a supplementary group and a home; removed at the end. */
public final class OsAccount implements AutoCloseable {
    private final String name;

    private OsAccount(String name) {
        this.name = name;
    }

    /** Needs root. */
    public static OsAccount create(String name) {
        Host.alone(List.of("userdel", "-r", name)).run();
        Host.alone(List.of("groupadd", "-f", "spextra")).run().succeeded();
        Host.alone(List.of("useradd", "-m", "-s", "/bin/bash", "-G", "spextra", name))
                .run()
                .succeeded();
        return new OsAccount(name);
    }

    public String name() {
        return name;
    }

    public String home() {
        return "/home/" + name;
    }

    @Override
    public void close() {
        for (List<String> command : List.of(List.of("pkill", "-KILL", "-u", name), List.of("userdel", "-r", name))) {
            Host.alone(command).run();
        }
    }
}
