package org.sallyport.agent.process;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which variables a client may set. The agent runs tools as root with them, so what steers the loader, the C library
 * or a shell is refused whatever is configured.
 */
public final class SessionEnvironment {
    private static final List<String> DEFAULTS = List.of("LANG", "LC_*", "COLORTERM", "NO_COLOR");
    private static final List<String> NEVER_PREFIX =
            List.of("LD_", "GLIBC_", "MALLOC_", "BASH_", "SSH_", "SALLYPORT_", "RES_", "XDG_", "DBUS_");
    private static final Set<String> NEVER = Set.of(
            "PATH",
            "HOME",
            "USER",
            "LOGNAME",
            "SHELL",
            "IFS",
            "ENV",
            "PS4",
            "SHELLOPTS",
            "CDPATH",
            "GLOBIGNORE",
            "GCONV_PATH",
            "LOCPATH",
            "NLSPATH",
            "LOCALDOMAIN",
            "HOSTALIASES",
            "TZDIR",
            "TMPDIR",
            "LANGUAGE",
            "MAIL");
    private static final int MOST = 64;
    private static final int LONGEST = 8192;
    private static final String USER_PATH = "/usr/local/bin:/usr/bin:/bin:/usr/games";
    private static final String ROOT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final List<String> patterns;

    /** @param additional names, or prefixes ending in {@code *} of at least two letters */
    public SessionEnvironment(List<String> additional) {
        this.patterns = java.util.stream.Stream.concat(DEFAULTS.stream(), additional.stream())
                .filter(pattern -> pattern.length() > 2)
                .toList();
    }

    /** @param collected what the client set so far */
    public boolean accepts(String name, String value, Map<String, String> collected) {
        return name.matches("[A-Za-z_][A-Za-z0-9_]{0,127}")
                && value.length() <= LONGEST
                && value.indexOf('\0') < 0
                && collected.size() < MOST
                && !NEVER.contains(name)
                && NEVER_PREFIX.stream().noneMatch(name::startsWith)
                && patterns.stream().anyMatch(pattern -> matches(pattern, name));
    }

    private static boolean matches(String pattern, String name) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : pattern.equals(name);
    }

    /** The whole environment of a process: nothing of the agent's own gets through. */
    static Map<String, String> of(AccountLaunch launch) {
        Account account = launch.account();
        Map<String, String> all = new TreeMap<>(launch.environment());
        all.put("HOME", account.home());
        all.put("USER", account.name());
        all.put("LOGNAME", account.name());
        all.put("SHELL", account.shell());
        all.put("PATH", account.uid() == 0 ? ROOT_PATH : USER_PATH);
        launch.terminal().ifPresent(terminal -> all.put("TERM", terminal.type()));
        return all;
    }
}
