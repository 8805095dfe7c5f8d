package org.sallyport.cli.admin;

import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.cert.RotationPhase;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.CaStatus;
import org.sallyport.api.rest.CaStatus.CaKeyView;
import org.sallyport.cli.output.Table;
import org.sallyport.cli.output.Times;

/** CAs and their rotations for people. */
final class AuthText {
    private AuthText() {}

    static String keys(List<CaStatus> all) {
        Table table = new Table("CA", "PHASE", "USE", "SSH KEY", "CA PIN", "HELD BY", "UNTIL");
        for (CaStatus ca : all) {
            ca.active().forEach(key -> row(table, ca, "signs", key));
            ca.additional().forEach(key -> row(table, ca, "trusted", key));
        }
        return table.render();
    }

    private static void row(Table table, CaStatus ca, String use, CaKeyView key) {
        table.row(
                ca.type().wireName(),
                ca.phase().wireName(),
                use,
                key.algorithm() + " " + key.ssh(),
                key.pin(),
                key.holder(),
                Times.local(key.until()));
    }

    static String status(CaStatus ca) {
        StringBuilder text = new StringBuilder();
        line(text, "CA", ca.type().wireName());
        line(text, "Phase", ca.phase().wireName() + (ca.started() == null ? "" : ", " + ca.mode()));
        if (ca.nextStep() != null) {
            line(
                    text,
                    "Goes on",
                    Times.local(ca.nextStep()) + " ("
                            + Times.relative(ca.nextStep(), Clock.systemUTC().instant()) + "), to "
                            + ca.next().getFirst().wireName());
        }
        if (!ca.note().isEmpty()) {
            line(text, "Note", ca.note());
        }
        ca.active().forEach(key -> line(text, "Signs", key.ssh() + " (" + key.algorithm() + "), pin " + key.pin()));
        ca.additional()
                .forEach(key -> line(text, "Trusted", key.ssh() + " (" + key.algorithm() + "), pin " + key.pin()));
        line(text, "Allowed", ca.next().stream().map(RotationPhase::wireName).collect(Collectors.joining(" or ")));
        line(text, "Behind", ca.laggards().isEmpty() ? "nobody" : ca.laggards().size() + " agents");
        ca.laggards().forEach(agent -> text.append("  ")
                .append(agent.name())
                .append(' ')
                .append(agent.reason())
                .append('\n'));
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name)
                .append(':')
                .append(" ".repeat(9 - name.length()))
                .append(value)
                .append('\n');
    }

    /** @throws SallyportException for a form in which that CA's keys would be taken for what they are not */
    static void requireForm(CaType type, String form) {
        if (type == CaType.OPENSSH && !form.equals("ssh")) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT,
                    "cli: the openssh CA signs users' SSH certificates for stock sshd and nothing else; export it with"
                            + " --as=ssh, for TrustedUserCAKeys");
        }
    }

    static String export(List<Authority> authorities, String form) {
        return switch (form) {
            case "ssh" -> lines(authorities, "");
            case "known_hosts" -> lines(authorities, "@cert-authority * ");
            case "x509" ->
                authorities.stream()
                        .flatMap(authority -> authority.x509Certificates().stream())
                        .collect(Collectors.joining());
            default ->
                throw new SallyportException(
                        ErrorCode.INVALID_ARGUMENT, "cli: --as is ssh, known_hosts or x509, not '" + form + "'");
        };
    }

    private static String lines(List<Authority> authorities, String before) {
        return authorities.stream()
                .flatMap(authority -> authority.sshPublicKeys().stream())
                .map(key -> before + key + "\n")
                .collect(Collectors.joining());
    }
}
