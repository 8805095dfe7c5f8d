package org.sallyport.agent.host;

import java.nio.charset.Charset;

/** Commands are bytes for SSH and for Linux, but text for Java in between. */
final class CommandText {
    static final String UNFAITHFUL = "the command holds characters that this agent cannot pass on unchanged; "
            + "use UTF-8, and have the agent started with LC_ALL=C.UTF-8";

    private CommandText() {}

    /** Whether the process will get what the client sent. */
    static boolean faithful(String line) {
        Charset system = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
        return line.indexOf('\uFFFD') < 0
                && line.indexOf('\0') < 0
                && system.newEncoder().canEncode(line);
    }
}
