package org.sallyport.agent.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sallyport.agent.process.Account;

/** What pam_motd would show: runuser's PAM stack does not have it. */
final class MessageOfTheDay {
    private static final List<Path> FILES = List.of(Path.of("/run/motd.dynamic"), Path.of("/etc/motd"));
    private static final int LONGEST = 16 * 1024;

    private MessageOfTheDay() {}

    /** With the line ends of a terminal. */
    static String of(Account account) {
        StringBuilder all = new StringBuilder();
        if (Files.exists(Path.of(account.home(), ".hushlogin"))) {
            return "";
        }
        for (Path file : FILES) {
            try (InputStream in = Files.newInputStream(file)) {
                String text = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
                all.append(text.replace("\r", "").replace("\n", "\r\n"));
            } catch (IOException e) {
                // most machines have no such file
                continue;
            }
        }
        return all.toString();
    }
}
