package org.sallyport.cli.browser;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/** The person's browser on this machine, by what the system opens links with. */
record Browser(Map<String, String> environment, String system) {
    static Browser ofEnvironment() {
        return new Browser(System.getenv(), System.getProperty("os.name", "").toLowerCase(Locale.ROOT));
    }

    /** Whether there can be one: a terminal on a server has no display. */
    boolean isLikely() {
        if (system.contains("mac") || system.contains("windows")) {
            return !environment.containsKey("SSH_CONNECTION");
        }
        return has("BROWSER") || has("DISPLAY") || has("WAYLAND_DISPLAY");
    }

    private boolean has(String variable) {
        return !environment.getOrDefault(variable, "").isBlank();
    }

    /** @return false when nothing could be started */
    boolean open(String url) {
        try {
            Process process = new ProcessBuilder(command(url))
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File(nothing())))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.isAlive() || process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private String nothing() {
        return system.contains("windows") ? "NUL" : "/dev/null";
    }

    private String[] command(String url) {
        if (system.contains("mac")) {
            return new String[] {"open", url};
        }
        if (system.contains("windows")) {
            return new String[] {"rundll32", "url.dll,FileProtocolHandler", url};
        }
        return new String[] {"xdg-open", url};
    }
}
