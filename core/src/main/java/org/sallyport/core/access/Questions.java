package org.sallyport.core.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.RoleRule;
import org.sallyport.api.session.SessionMode;
import org.sallyport.core.access.Action.Feature;

/**
 * Actions as people write them: {@code view}, {@code login:root}, a feature of a session ({@code pty:root},
 * {@code file_copy:root}, {@code port_forwarding:root}, {@code agent_forwarding:root}), {@code join:observer} (of the
 * sessions of {@code user/NAME}), or a verb ({@code read}).
 */
public final class Questions {
    private static final String NODE = "node";

    private Questions() {}

    /** @param name empty for all of a kind */
    public record Thing(String kind, String name) {
        public boolean isNode() {
            return kind.equals(NODE);
        }
    }

    /** @throws SallyportException INVALID_ARGUMENT naming what may be written */
    public static Action action(String text) {
        int colon = text.indexOf(':');
        String word = colon < 0 ? text : text.substring(0, colon);
        String login = colon < 0 ? "" : text.substring(colon + 1);
        if (colon < 0 && word.equals("view")) {
            return new Action.ViewNode();
        }
        if (colon < 0 && RoleRule.VERBS.contains(word) && !word.equals("*")) {
            return new Action.Verb(word);
        }
        if (!login.isEmpty() && word.equals("login")) {
            return new Action.SshLogin(login);
        }
        if (word.equals("join")) {
            return new Action.JoinSession(mode(login));
        }
        Optional<Feature> feature = Arrays.stream(Feature.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst();
        if (!login.isEmpty() && feature.isPresent()) {
            return new Action.SshOption(login, feature.get());
        }
        throw invalid("there is no action '" + text + "'; write view, login:LOGIN, "
                + Arrays.stream(Feature.values())
                        .map(each -> each.name().toLowerCase(Locale.ROOT) + ":LOGIN")
                        .collect(Collectors.joining(", "))
                + ", join:MODE, or one of list, read, create, update, delete");
    }

    private static SessionMode mode(String name) {
        try {
            return SessionMode.of(name);
        } catch (IllegalArgumentException e) {
            throw invalid("join: " + e.getMessage());
        }
    }

    /** {@code node/web1}, {@code role/dev}, or a kind alone. @throws SallyportException INVALID_ARGUMENT */
    public static Thing thing(String text) {
        int slash = text.indexOf('/');
        Thing thing = slash < 0 ? new Thing(text, "") : new Thing(text.substring(0, slash), text.substring(slash + 1));
        if (thing.kind().isBlank() || (slash >= 0 && thing.name().isBlank())) {
            throw invalid("'" + text + "' names no resource; write KIND or KIND/NAME, e.g. node/web1 or role/dev");
        }
        return thing;
    }

    private static SallyportException invalid(String why) {
        return new SallyportException(ErrorCode.INVALID_ARGUMENT, "access: " + why);
    }
}
