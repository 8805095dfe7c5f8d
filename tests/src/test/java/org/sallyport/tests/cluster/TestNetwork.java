package org.sallyport.tests.cluster;

import java.util.List;

/**
 * Three hosts: server, agent and client, each a network namespace on one bridge. The agent's refuses every inbound
 * connection and every outbound one but to the server's HTTPS port. Without root all three are loopback.
 */
public final class TestNetwork implements AutoCloseable {
    private static final Host THIS = new Host("", "127.0.0.1");
    private final String id;
    private final boolean isolated;

    private TestNetwork(String id, boolean isolated) {
        this.id = id;
        this.isolated = isolated;
    }

    /** @param name empty, or a letter that tells this network from others of the run */
    public static TestNetwork open(String name) {
        boolean root = "root".equals(System.getProperty("user.name"));
        TestNetwork network = new TestNetwork("sp" + ProcessHandle.current().pid() % 100_000 + name, root);
        if (root) {
            network.close();
            network.build();
        }
        return network;
    }

    public boolean isolated() {
        return isolated;
    }

    public Host server() {
        return isolated ? new Host(id + "s", "10.231.7.1") : THIS;
    }

    public Host agent() {
        return isolated ? new Host(id + "a", "10.231.7.2") : THIS;
    }

    public Host client() {
        return isolated ? new Host(id + "c", "10.231.7.3") : THIS;
    }

    private void build() {
        run("ip netns add " + server().namespace());
        run("ip -n " + server().namespace() + " link set lo up");
        run("ip -n " + server().namespace() + " link add br0 type bridge");
        run("ip -n " + server().namespace() + " addr add " + server().address() + "/24 dev br0");
        run("ip -n " + server().namespace() + " link set br0 up");
        connect(agent(), "va");
        connect(client(), "vc");
        String table = "iptables -w";
        inside(agent(), table + " -P INPUT DROP");
        inside(agent(), table + " -A INPUT -i lo -j ACCEPT");
        inside(agent(), table + " -A INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT");
        inside(agent(), table + " -P OUTPUT DROP");
        inside(agent(), table + " -A OUTPUT -o lo -j ACCEPT");
        inside(agent(), table + " -A OUTPUT -p tcp -d " + server().address() + " --dport 8443 -j ACCEPT");
        inside(agent(), table + " -A OUTPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT");
    }

    private void connect(Host host, String name) {
        run("ip netns add " + host.namespace());
        run("ip link add " + name + " netns " + host.namespace() + " type veth peer name p" + name + " netns "
                + server().namespace());
        run("ip -n " + server().namespace() + " link set p" + name + " master br0 up");
        run("ip -n " + host.namespace() + " link set lo up");
        run("ip -n " + host.namespace() + " addr add " + host.address() + "/24 dev " + name);
        run("ip -n " + host.namespace() + " link set " + name + " up");
    }

    private static void inside(Host host, String command) {
        host.command(command.split(" ")).run().succeeded();
    }

    private static void run(String command) {
        Host.alone(List.of(command.split(" "))).run().succeeded();
    }

    @Override
    public void close() {
        if (isolated) {
            for (Host host : List.of(server(), agent(), client())) {
                Host.alone(List.of("ip", "netns", "del", host.namespace())).run();
            }
        }
    }
}
