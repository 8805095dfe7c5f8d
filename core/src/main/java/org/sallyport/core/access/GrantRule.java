package org.sallyport.core.access;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.recording.RecordingMode;
import org.sallyport.api.resource.RequiredJoin;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.api.resource.RoleRule;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.UserSpec;

/**
 * Nobody gives what he lacks (docs/adr/0017-who-may-grant-what.md). A full administrator, whose roles allow the verb
 * {@code *} on users and on roles and deny no rule, administers access itself and may write any user and role. Everybody else may write only users and roles that allow
 * nothing beyond what the writer has, both before and after the change, and may loosen no deny. When in doubt the answer
 * is no: patterns are compared as text, not by what they match.
 */
public final class GrantRule {
    private static final String ANY = "*";

    private final AccessEvaluator evaluator;

    public GrantRule(AccessEvaluator evaluator) {
        this.evaluator = requireNonNull(evaluator, "evaluator");
    }

    /** @return why the writer may not change this user's document; empty when it may */
    public Optional<String> refusesUser(
            Subject writer, Collection<Resource<RoleSpec>> known, Optional<UserSpec> before, Optional<UserSpec> after) {
        Writer by = new Writer(writer, held(writer.roles(), known), known);
        if (by.isFullAdministrator()) {
            return Optional.empty();
        }
        return by.deniedSomething()
                .or(() -> before.flatMap(user -> by.lacksForUser(user)))
                .or(() -> after.flatMap(user -> by.lacksForUser(user)))
                .or(() -> loosensUser(known, before, after));
    }

    /** @return why the writer may not change this role; empty when it may */
    public Optional<String> refusesRole(
            Subject writer,
            Collection<Resource<RoleSpec>> known,
            Optional<Resource<RoleSpec>> before,
            Optional<Resource<RoleSpec>> after) {
        Writer by = new Writer(writer, held(writer.roles(), known), known);
        if (by.isFullAdministrator()) {
            return Optional.empty();
        }
        return by.deniedSomething()
                .or(() -> before.flatMap(by::lacksForRole))
                .or(() -> after.flatMap(by::lacksForRole))
                .or(() -> loosensRole(before, after));
    }

    private static Optional<String> loosensUser(
            Collection<Resource<RoleSpec>> known, Optional<UserSpec> before, Optional<UserSpec> after) {
        if (before.isEmpty() || after.isEmpty()) {
            return Optional.empty();
        }
        Set<String> taken = new HashSet<>(before.get().roles());
        taken.removeAll(after.get().roles());
        return held(List.copyOf(taken), known).stream()
                .filter(role -> !role.spec().deny().equals(RoleConditions.NONE)
                        || !role.spec().allow().requireSessionJoin().isEmpty())
                .map(role ->
                        "it takes away role " + role.name() + ", which denies something or wants others in sessions")
                .findFirst();
    }

    private static Optional<String> loosensRole(
            Optional<Resource<RoleSpec>> before, Optional<Resource<RoleSpec>> after) {
        RoleConditions old = before.map(role -> role.spec().deny()).orElse(RoleConditions.NONE);
        RoleConditions now = after.map(role -> role.spec().deny()).orElse(RoleConditions.NONE);
        String name = before.map(Resource::name).orElse("");
        if (!old.equals(RoleConditions.NONE) && !old.equals(now)) {
            return Optional.of("it changes what role " + name + " denies");
        }
        // as a deny, it also binds what other roles give
        List<RequiredJoin> demanded = JoinGrants.demands(before);
        return demanded.isEmpty() || demanded.equals(JoinGrants.demands(after))
                ? Optional.empty()
                : Optional.of("it changes whom role " + name + " wants in sessions");
    }

    private static List<Resource<RoleSpec>> held(List<String> names, Collection<Resource<RoleSpec>> known) {
        return known.stream().filter(role -> names.contains(role.name())).toList();
    }

    /** What the writer has, to compare with. */
    private final class Writer {
        private final Subject subject;
        private final List<Resource<RoleSpec>> roles;
        private final Collection<Resource<RoleSpec>> known;

        Writer(Subject subject, List<Resource<RoleSpec>> roles, Collection<Resource<RoleSpec>> known) {
            this.subject = subject;
            this.roles = roles;
            this.known = known;
        }

        boolean isFullAdministrator() {
            return coversRule("user", ANY, "")
                    && coversRule("role", ANY, "")
                    && roles.stream()
                            .allMatch(role -> role.spec().deny().rules().isEmpty());
        }

        /** What a deny takes from the writer it would not take from whom the writer gives something. */
        Optional<String> deniedSomething() {
            return roles.stream()
                    .filter(role -> !role.spec().deny().equals(RoleConditions.NONE))
                    .map(role ->
                            "your role " + role.name() + " denies something, so only a full administrator may grant")
                    .findFirst();
        }

        Optional<String> lacksForUser(UserSpec user) {
            for (Map.Entry<String, List<String>> trait : user.traits().entrySet()) {
                List<String> own = subject.traits().getOrDefault(trait.getKey(), List.of());
                if (!own.containsAll(trait.getValue())) {
                    return Optional.of("it has values of trait " + trait.getKey() + " that you lack");
                }
            }
            return held(user.roles(), known).stream()
                    .filter(role -> !subject.roles().contains(role.name()))
                    .flatMap(role -> lacksForRole(role).stream())
                    .findFirst();
        }

        Optional<String> lacksForRole(Resource<RoleSpec> role) {
            RoleConditions allow = role.spec().allow();
            for (RoleRule rule : allow.rules()) {
                for (String resource : rule.resources()) {
                    for (String verb : rule.verbs()) {
                        if (!coversRule(resource, verb, rule.where())) {
                            return Optional.of(
                                    "role " + role.name() + " allows " + verb + " on " + resource + ", which you lack");
                        }
                    }
                }
            }
            if (!coversNodes(allow)) {
                return Optional.of("role " + role.name() + " allows logins or nodes that you lack");
            }
            Optional<String> joins = JoinGrants.lacks(roles, role);
            if (joins.isPresent()) {
                return joins;
            }
            return exceedsOptions(role)
                    ? Optional.of("role " + role.name() + " has looser session options than yours")
                    : Optional.empty();
        }

        private boolean coversRule(String resource, String verb, String where) {
            return roles.stream()
                    .flatMap(role -> role.spec().allow().rules().stream())
                    .filter(rule -> rule.where().isEmpty() || rule.where().equals(where))
                    .anyMatch(rule -> rule.covers(resource, verb));
        }

        private boolean coversNodes(RoleConditions wanted) {
            if (wanted.nodeLabels().isEmpty() && wanted.nodeLabelsExpression().isEmpty()) {
                return roles.stream()
                        .flatMap(role -> role.spec().allow().logins().stream())
                        .toList()
                        .containsAll(wanted.logins());
            }
            return roles.stream()
                    .map(role -> role.spec().allow())
                    .anyMatch(own -> own.logins().containsAll(wanted.logins()) && coversLabels(own, wanted));
        }

        private boolean exceedsOptions(Resource<RoleSpec> role) {
            SessionOptions own = evaluator.options(subject, known);
            SessionOptions given = evaluator.options(new Subject("", List.of(role.name()), Map.of()), List.of(role));
            return given.maxSessionTtl().compareTo(own.maxSessionTtl()) > 0
                    || (given.forwardAgent() && !own.forwardAgent())
                    || (given.portForwarding() && !own.portForwarding())
                    || (given.sshFileCopy() && !own.sshFileCopy())
                    || (given.permitPty() && !own.permitPty())
                    || longer(given.clientIdleTimeout(), own.clientIdleTimeout())
                    || more(given.maxSessions(), own.maxSessions())
                    || more(given.maxConnections(), own.maxConnections())
                    || (own.pinSourceIp() && !given.pinSourceIp())
                    || (own.requireSessionMfa() && !given.requireSessionMfa())
                    || given.lock().compareTo(own.lock()) < 0
                    || given.recordSession().compareTo(own.recordSession()) < 0
                    || lessRecorded(given.recordingMode(), own.recordingMode());
        }
    }

    /** What the cluster says is not known here: who has no mode of his own may only give the most demanding one. */
    private static boolean lessRecorded(Optional<RecordingMode> given, Optional<RecordingMode> own) {
        return own.isPresent()
                ? given.isEmpty() || !given.get().covers(own.get())
                : given.isPresent() && given.get() != RecordingMode.PROXY_SYNC;
    }

    /** Keys are ANDed and values ORed, so more keys and fewer values are narrower. */
    private static boolean coversLabels(RoleConditions ownAllow, RoleConditions wantedAllow) {
        Map<String, List<String>> own = ownAllow.nodeLabels();
        Map<String, List<String>> wanted = wantedAllow.nodeLabels();
        boolean sameExpression = ownAllow.nodeLabelsExpression().equals(wantedAllow.nodeLabelsExpression());
        if (!sameExpression && !ownAllow.nodeLabelsExpression().isEmpty()) {
            return false;
        }
        if (own.isEmpty()) {
            // its expression alone says which nodes
            return sameExpression && !ownAllow.nodeLabelsExpression().isEmpty();
        }
        return own.entrySet().stream()
                .allMatch(
                        entry -> (entry.getKey().equals(ANY) && entry.getValue().contains(ANY))
                                || (wanted.containsKey(entry.getKey())
                                        && (entry.getValue().contains(ANY)
                                                || entry.getValue().containsAll(wanted.get(entry.getKey())))));
    }

    private static boolean longer(Optional<Duration> given, Optional<Duration> own) {
        return own.isPresent() && (given.isEmpty() || given.get().compareTo(own.get()) > 0);
    }

    private static boolean more(Optional<Integer> given, Optional<Integer> own) {
        return own.isPresent() && (given.isEmpty() || given.get() > own.get());
    }
}
