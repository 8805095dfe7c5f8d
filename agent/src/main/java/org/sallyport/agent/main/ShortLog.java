package org.sallyport.agent.main;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** One short line per message on standard error. */
final class ShortLog extends Formatter {
    /** The JDK's own manager drops all handlers when the JVM is told to end: the most interesting lines would be lost. */
    public static final class LastingManager extends java.util.logging.LogManager {
        @Override
        public void reset() {
            return;
        }
    }

    static void install(boolean verbose) {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        Handler console = new ConsoleHandler();
        console.setFormatter(new ShortLog());
        console.setLevel(Level.ALL);
        root.addHandler(console);
        root.setLevel(verbose ? Level.FINE : Level.INFO);
        Logger.getLogger("org.sallyport").setLevel(verbose ? Level.FINE : Level.INFO);
        // MINA and gRPC tell of every lost connection; so do we, once and in words
        Level libraries = verbose ? Level.FINE : Level.OFF;
        for (String name : new String[] {"org.apache.sshd", "io.grpc"}) {
            LIBRARIES.add(Logger.getLogger(name));
            Logger.getLogger(name).setLevel(libraries);
        }
    }

    // the JDK holds loggers weakly: without this their level would be forgotten
    private static final java.util.List<Logger> LIBRARIES = new java.util.concurrent.CopyOnWriteArrayList<>();

    @Override
    public String format(LogRecord event) {
        StringBuilder line = new StringBuilder()
                .append(Instant.ofEpochMilli(event.getMillis()).truncatedTo(ChronoUnit.SECONDS))
                .append(' ')
                .append(name(event.getLevel()))
                .append(' ')
                .append(formatMessage(event).replaceAll("[\\p{Cntrl}]+", " "))
                .append('\n');
        for (Throwable each = event.getThrown(); each != null; each = each.getCause()) {
            line.append("    ")
                    .append(each.toString().replaceAll("[\\p{Cntrl}]+", " "))
                    .append('\n');
            if (each.getStackTrace().length > 0) {
                line.append("        at ").append(each.getStackTrace()[0]).append('\n');
            }
        }
        return line.toString();
    }

    private static String name(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return "WARN ";
        }
        return level.intValue() >= Level.INFO.intValue() ? "INFO " : "DEBUG";
    }
}
