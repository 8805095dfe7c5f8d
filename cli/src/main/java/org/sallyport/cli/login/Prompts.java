package org.sallyport.cli.login;

import java.io.Console;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.sallyport.api.rest.MfaAnswer;
import org.sallyport.cli.factor.SecondFactor;
import org.sallyport.cli.factor.TotpFile;
import org.sallyport.cli.profile.PrivateFiles;
import picocli.CommandLine.Option;

/** Secrets from the terminal, or from files for scripts; never from the command line, where others could read them. */
public final class Prompts {

    @Option(names = "--password-file", paramLabel = "FILE", description = "Read the password from a file.")
    private Path passwordFile;

    @Option(
            names = "--totp-secret-file",
            paramLabel = "FILE",
            description = "Compute the one-time code from the base32 secret in a file (for scripts).")
    private Path totpSecretFile;

    String password(String prompt) {
        if (passwordFile != null) {
            return PrivateFiles.read(passwordFile).stripTrailing();
        }
        return new String(console("password", "--password-file").readPassword("%s", prompt));
    }

    boolean hasPasswordFile() {
        return passwordFile != null;
    }

    /** For a new password: asked for twice. */
    String newPassword() {
        return newPassword(passwordFile, "--password-file");
    }

    /** @param file null: from the terminal. @param option that names such a file */
    String newPassword(Path file, String option) {
        if (file != null) {
            return PrivateFiles.read(file).stripTrailing();
        }
        Console console = console("new password", option);
        while (true) {
            String first = new String(console.readPassword("New password (12 characters or more): "));
            if (first.equals(new String(console.readPassword("Again: ")))) {
                return first;
            }
            console.printf("These two differ.%n");
        }
    }

    String totp(Clock clock) {
        if (totpSecretFile != null) {
            return new TotpFile(totpSecretFile).nextCode(clock);
        }
        return console("one-time code", "--totp-secret-file")
                .readLine("One-time code: ")
                .trim();
    }

    /** A one-time code, or in its place a recovery code. */
    public MfaAnswer secondFactor(Clock clock) {
        if (totpSecretFile != null) {
            return MfaAnswer.totp(totp(clock));
        }
        return SecondFactor.of(
                console("one-time code", "--totp-secret-file").readLine("One-time code (or a recovery code): "));
    }

    /** Of a new device: with a file the device is that file; else the person copies the secret into an app. */
    public String firstCode(Path secretFile, String uri, String secret, PrintWriter out) {
        if (secretFile != null) {
            return TotpFile.create(secretFile, secret).nextCode(Clock.systemUTC());
        }
        out.println("Add this to your one-time code app:\n  " + uri + "\n  secret: " + secret);
        out.flush();
        return console("new app's code", "--new-totp-secret-file")
                .readLine("Code that the new app shows: ")
                .trim();
    }

    Optional<Path> totpSecretFile() {
        return Optional.ofNullable(totpSecretFile);
    }

    private static Console console(String what, String option) {
        return Optional.ofNullable(System.console()).orElseThrow(() -> LoginFailures.noTerminal(what, option));
    }
}
