package org.sallyport.core.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sallyport.api.rest.AccessChange;

/** Two states of roles and users over the same nodes: what the second gives and takes. */
public final class AccessComparison {
    private final AccessSurvey before;
    private final AccessSurvey after;

    public AccessComparison(AccessSurvey before, AccessSurvey after) {
        this.before = before;
        this.after = after;
    }

    /** @param was empty for a user who is new */
    public AccessChange of(Optional<Subject> was, Subject now) {
        Subject old = was.orElseGet(() -> new Subject(now.user(), List.of(), Map.of()));
        List<String> verbsBefore = verbs(before, old);
        List<String> verbsAfter = verbs(after, now);
        return new AccessChange(
                now.user(),
                after.beyond(before, now, old),
                before.beyond(after, old, now),
                without(verbsAfter, verbsBefore),
                without(verbsBefore, verbsAfter),
                options(before.options(old), after.options(now)));
    }

    private static List<String> verbs(AccessSurvey survey, Subject subject) {
        List<String> all = new ArrayList<>();
        survey.verbs(subject).forEach((kind, verbs) -> verbs.forEach(verb -> all.add(verb + " " + kind)));
        return all;
    }

    private static List<String> without(List<String> all, List<String> known) {
        return all.stream().filter(each -> !known.contains(each)).toList();
    }

    private static List<String> options(Map<String, String> before, Map<String, String> after) {
        return after.entrySet().stream()
                .filter(option -> !option.getValue().equals(before.get(option.getKey())))
                .map(option -> option.getKey() + ": " + before.get(option.getKey()) + " -> " + option.getValue())
                .toList();
    }
}
