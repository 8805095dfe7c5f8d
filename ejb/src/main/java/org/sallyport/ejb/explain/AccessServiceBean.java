package org.sallyport.ejb.explain;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Local;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptors;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.UserSpec;
import org.sallyport.api.rest.AccessChange;
import org.sallyport.api.rest.AccessDiff;
import org.sallyport.api.rest.AccessExplanation;
import org.sallyport.api.rest.AccessReach;
import org.sallyport.api.rest.AccessReason;
import org.sallyport.api.rest.WhatCan;
import org.sallyport.api.rest.WhoCan;
import org.sallyport.core.access.AccessComparison;
import org.sallyport.core.access.AccessEvaluator;
import org.sallyport.core.access.AccessService;
import org.sallyport.core.access.AccessSurvey;
import org.sallyport.core.access.Action;
import org.sallyport.core.access.Explanation;
import org.sallyport.core.access.Questions;
import org.sallyport.core.access.Questions.Thing;
import org.sallyport.core.access.Reason;
import org.sallyport.core.access.RoleSyntax;
import org.sallyport.core.access.Subject;
import org.sallyport.core.access.Target;
import org.sallyport.core.access.Target.NodeTarget;
import org.sallyport.core.caller.Caller;
import org.sallyport.ejb.access.Authorizer;
import org.sallyport.ejb.failure.Translated;
import org.sallyport.ejb.feed.Directory;
import org.sallyport.ejb.node.NodeTargets;

/** See {@link AccessService}: the one evaluator over what is in memory. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@Local(AccessService.class)
@Interceptors(Translated.class)
public class AccessServiceBean implements AccessService {
    private final Authorizer authorizer;
    private final Directory directory;
    private final NodeTargets nodes;
    private final AccessEvaluator evaluator;

    /** For the container. */
    public AccessServiceBean() {
        this(null, null, null, null);
    }

    @Inject
    public AccessServiceBean(Authorizer authorizer, Directory directory, NodeTargets nodes, AccessEvaluator evaluator) {
        this.authorizer = authorizer;
        this.directory = directory;
        this.nodes = nodes;
        this.evaluator = evaluator;
    }

    @Override
    public AccessExplanation explain(Caller caller, String user, String action, String resource) {
        Action what = Questions.action(action);
        Thing thing = Questions.thing(resource);
        if (what instanceof Action.JoinSession) {
            // the answer tells which roles somebody else holds
            requireOverview(caller);
        }
        Subject subject = subject(caller, user);
        Explanation told = evaluator.explain(subject, directory.roles(), what, target(what, thing));
        return new AccessExplanation(
                told.decision().allowed(),
                subject.user(),
                action,
                resource,
                told.reasons().stream().map(AccessServiceBean::reason).toList(),
                told.decisive().stream().map(AccessServiceBean::reason).toList(),
                told.decision().needed(),
                thing.isNode() && nodes.isAgentless(thing.name()));
    }

    @Override
    public WhoCan whoCan(Caller caller, String action, String resource) {
        requireOverview(caller);
        Action what = Questions.action(action);
        Thing thing = Questions.thing(resource);
        boolean all = thing.isNode() && thing.name().isEmpty();
        List<NodeTarget> asked = !thing.isNode() ? List.of() : all ? nodes.all() : List.of(node(thing));
        AccessSurvey survey = new AccessSurvey(asked, directory.roles());
        List<AccessReach> found = new ArrayList<>();
        for (Subject subject : subjects(directory.users())) {
            if (thing.isNode() && !(what instanceof Action.Verb) && !(what instanceof Action.JoinSession)) {
                BitSet where = survey.nodes(subject, what);
                if (!where.isEmpty()) {
                    found.add(survey.reach(subject.user(), where));
                }
            } else if (evaluator
                    .decide(subject, directory.roles(), what, target(what, thing))
                    .allowed()) {
                found.add(new AccessReach(subject.user(), 0, List.of()));
            }
        }
        return new WhoCan(action, resource, asked.size(), found, nodes.agentlessOf(asked));
    }

    @Override
    public WhatCan whatCan(Caller caller, String user) {
        Subject subject = subject(caller, user);
        List<NodeTarget> all = nodes.all();
        AccessSurvey survey = new AccessSurvey(all, directory.roles());
        List<AccessReach> logins = new ArrayList<>();
        survey.logins(subject).forEach((login, where) -> logins.add(survey.reach(login, where)));
        return new WhatCan(
                subject.user(),
                all.size(),
                logins,
                survey.verbs(subject),
                survey.options(subject),
                nodes.agentlessOf(all));
    }

    @Override
    public AccessDiff diff(Caller caller, List<Resource<?>> documents) {
        requireOverview(caller);
        Map<String, Resource<RoleSpec>> roles = new TreeMap<>();
        directory.roles().forEach(role -> roles.put(role.name(), role));
        Map<String, Resource<UserSpec>> users = new TreeMap<>();
        directory.users().forEach(user -> users.put(user.name(), user));
        for (Resource<?> document : documents) {
            if (document.kind() == ResourceKind.ROLE) {
                Resource<RoleSpec> role = document.as(RoleSpec.class);
                RoleSyntax.requireValid(role.spec());
                roles.put(role.name(), role);
            } else if (document.kind() == ResourceKind.USER) {
                users.put(document.name(), document.as(UserSpec.class));
            } else {
                throw invalid("a " + document.kind().wireName() + " gives nobody access; give roles and users");
            }
        }
        List<NodeTarget> all = nodes.all();
        AccessComparison comparison = new AccessComparison(
                new AccessSurvey(all, directory.roles()), new AccessSurvey(all, List.copyOf(roles.values())));
        List<AccessChange> changes = users.values().stream()
                .map(user -> comparison.of(directory.user(user.name()).map(AccessServiceBean::subject), subject(user)))
                .filter(change -> !change.isNothing())
                .toList();
        return new AccessDiff(users.size(), all.size(), changes);
    }

    /** Oneself as the session says; others as they are stored. */
    private Subject subject(Caller caller, String user) {
        if (caller instanceof Caller.User self && self.name().equals(user)) {
            return Authorizer.subject(self);
        }
        requireOverview(caller);
        return directory
                .user(user)
                .map(AccessServiceBean::subject)
                .orElseThrow(() -> Authorizer.notFound(ResourceKind.USER.wireName(), user));
    }

    private void requireOverview(Caller caller) {
        authorizer.require(caller, "list", ResourceKind.USER.wireName(), "");
        authorizer.require(caller, "list", ResourceKind.ROLE.wireName(), "");
        authorizer.require(caller, "list", "node", "");
    }

    private Target target(Action what, Thing thing) {
        if (what instanceof Action.JoinSession) {
            return sessions(thing);
        }
        if (thing.isNode() && !(what instanceof Action.Verb)) {
            return node(thing);
        }
        if (!(what instanceof Action.Verb)) {
            throw invalid("a " + thing.kind() + " takes a verb: list, read, create, update or delete");
        }
        return new Target.ResourceTarget(
                thing.kind(),
                thing.name(),
                directory.labels(thing.kind(), thing.name()).orElse(Map.of()));
    }

    /** Those that a user starts, or would. */
    private Target.SessionTarget sessions(Thing thing) {
        if (!thing.kind().equals(ResourceKind.USER.wireName()) || thing.name().isEmpty()) {
            throw invalid("say whose sessions to join: user/NAME");
        }
        Resource<UserSpec> starter = directory
                .user(thing.name())
                .orElseThrow(() -> Authorizer.notFound(ResourceKind.USER.wireName(), thing.name()));
        return new Target.SessionTarget(starter.name(), starter.spec().roles());
    }

    private NodeTarget node(Thing thing) {
        if (thing.name().isEmpty()) {
            throw invalid("say which node: node/NAME");
        }
        return nodes.named(thing.name()).orElseThrow(() -> Authorizer.notFound(thing.kind(), thing.name()));
    }

    private static List<Subject> subjects(List<Resource<UserSpec>> users) {
        return users.stream().map(AccessServiceBean::subject).toList();
    }

    private static Subject subject(Resource<UserSpec> user) {
        return new Subject(user.name(), user.spec().roles(), user.spec().traits());
    }

    private static AccessReason reason(Reason reason) {
        return new AccessReason(
                reason.role(), reason.rule(), reason.effect().name().toLowerCase(Locale.ROOT), reason.text());
    }

    private static SallyportException invalid(String why) {
        return new SallyportException(ErrorCode.INVALID_ARGUMENT, "access: " + why);
    }
}
