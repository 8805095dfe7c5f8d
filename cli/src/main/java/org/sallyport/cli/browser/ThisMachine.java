package org.sallyport.cli.browser;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** What this machine calls itself, for the person who approves. */
final class ThisMachine {
    private static final int MAX_LENGTH = 128;

    private ThisMachine() {}

    static String name() {
        String host = Optional.ofNullable(System.getenv("HOSTNAME"))
                .filter(name -> !name.isBlank())
                .orElseGet(ThisMachine::hostName);
        String name = (System.getProperty("user.name", "") + "@" + host).replaceAll("[^\\p{L}\\p{N} ._@()-]", "-");
        return name.length() > MAX_LENGTH ? name.substring(0, MAX_LENGTH) : name;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
