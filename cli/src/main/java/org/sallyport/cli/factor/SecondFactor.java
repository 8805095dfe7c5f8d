package org.sallyport.cli.factor;

import java.io.BufferedReader;
import java.io.Console;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sallyport.api.rest.MfaAnswer;

/**
 * A second factor asked for in the middle of a command: from the file that {@code SALLYPORT_TOTP_SECRET_FILE} names, for
 * scripts, or from the terminal.
 */
public final class SecondFactor {
    private static final String FILE = "SALLYPORT_TOTP_SECRET_FILE";
    private static final String TERMINAL = "/dev/tty";
    private static final String PROMPT = "One-time code (or a recovery code): ";
    private static final Pattern ONE_TIME_CODE = Pattern.compile("[0-9]{3} ?[0-9]{3}");

    private SecondFactor() {}

    /** Empty when there is neither. @param why what it is for, said before the prompt */
    public static Optional<MfaAnswer> ask(String why, Clock clock) {
        String file = System.getenv(FILE);
        if (file != null && !file.isBlank()) {
            return Optional.of(MfaAnswer.totp(new TotpFile(Path.of(file)).nextCode(clock)));
        }
        Console console = System.console();
        return console == null ? byTerminal(why) : Optional.of(of(console.readLine("%s%n%s", why, PROMPT)));
    }

    /** The terminal itself, when input or output of this program are something else, such as a pipe. */
    private static Optional<MfaAnswer> byTerminal(String why) {
        try (PrintWriter out = new PrintWriter(new FileWriter(TERMINAL, StandardCharsets.UTF_8));
                BufferedReader in = new BufferedReader(new FileReader(TERMINAL, StandardCharsets.UTF_8))) {
            out.println(why);
            out.print(PROMPT);
            out.flush();
            return Optional.of(of(in.readLine()));
        } catch (IOException noTerminal) {
            return Optional.empty();
        }
    }

    /** What was typed, of whichever sort it is; null is an end of file. */
    public static MfaAnswer of(String typed) {
        String text = typed == null ? "" : typed.trim();
        return ONE_TIME_CODE.matcher(text).matches() ? MfaAnswer.totp(text.replace(" ", "")) : MfaAnswer.recovery(text);
    }
}
