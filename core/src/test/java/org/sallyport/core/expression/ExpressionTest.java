package org.sallyport.core.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

class ExpressionTest {
    private static final Vocabulary WORDS = new Vocabulary(
            Map.of("user.metadata.name", Type.TEXT, "user.spec.roles", Type.TEXTS),
            Map.of("labels", Type.TEXT, "user.spec.traits", Type.TEXTS));
    private static final Environment ALICE = new Environment(
            Map.of("user.metadata.name", List.of("alice"), "user.spec.roles", List.of("dev", "ops")),
            Map.of(
                    "labels", Map.of("env", List.of("prod"), "team", List.of("blue"), "team-2", List.of("red")),
                    "user.spec.traits",
                            Map.of(
                                    "teams", List.of("blue", "green"),
                                    "email", List.of("alice@example.com", "no address"),
                                    "groups", List.of("dev-web", "dev-db", "sales"))));

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "labels[\"env\"] == \"prod\"; true",
                "labels.env == 'prod'; true",
                "labels[\"env\"] != \"prod\"; false",
                "!(labels.env == \"prod\"); false",
                "!!(labels.env == \"prod\"); true",
                "labels[\"none\"] == \"\"; true",
                "labels.env == \"dev\" || labels.team == \"blue\"; true",
                "labels.env == \"dev\" || labels.team == \"blue\" && labels.env == \"dev\"; false",
                "(labels.env == \"dev\" || labels.team == \"blue\") && labels.env == \"prod\"; true",
                "contains(user.spec.traits[\"teams\"], labels[\"team\"]); true",
                "user.spec.traits.teams.contains(labels.team); true",
                "contains(user.spec.traits.none, labels.team); false",
                "contains_any(user.spec.traits.teams, set(\"red\", \"green\")); true",
                "contains_all(user.spec.traits.teams, set(\"red\", \"green\")); false",
                "contains_all(user.spec.traits.teams, user.spec.traits.none); false",
                "contains(email.local(user.spec.traits.email), user.metadata.name); true",
                "contains(regexp.replace(user.spec.traits.groups, \"^dev-(.*)$\", \"$1\"), \"web\"); true",
                "contains(regexp.replace(user.spec.traits.groups, \"^dev-(.*)$\", \"$1\"), \"sales\"); false",
                "regexp.match(user.spec.traits.groups, \"^dev-\"); true",
                "regexp.match(labels.env, \"^pr.d$\"); true",
                "has_prefix(labels.env, \"pr\"); true",
                "is_empty(user.spec.traits.none); true",
                "is_empty(labels.env); false",
                "equals(strings.upper(labels.env), \"PROD\"); true",
                "labels_matching(\"team*\").contains(\"red\"); true",
                "contains(user.spec.roles, \"ops\"); true",
                "true && !false; true",
                "true == (labels.env == 'prod'); true",
            })
    void holds(String source, boolean expected) {
        assertThat(Expression.condition(source, WORDS).holds(ALICE)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "labels[\"env\"] = \"prod\"; at character 15: '=' has no place",
                "label[\"env\"] == \"x\"; at character 1: 'label' takes no key in brackets; known are labels[",
                "user.name == \"x\"; at character 1: 'user.name' is not known here; known are",
                "labels.env; the expression must be true or false, and is a text",
                "labels.env == user.spec.roles; at character 12: == compares two texts",
                "contains(labels.env, \"x\"); contains wants a list of texts as argument 1, not a text",
                "contains(user.spec.roles); contains takes 2 argument(s), not 1",
                "nosuch(\"a\"); there is no function 'nosuch' here",
                "labels.env == \"prod; the quote is not closed",
                "labels.env == \"prod\" extra; 'extra' is not expected here",
                "labels.env ==; something is missing at the end",
                "(labels.env == \"a\"; ')' is missing before 'the end'",
                "labels.env && true; what stands before && must be true or false, and is a text",
                "true || labels.env; what stands after || must be true or false, and is a text",
                "regexp.match(labels.env, \"[\"); no regular expression in RE2's syntax",
                "regexp.match(labels.env, labels.team); wants a text in quotes as argument 2",
                "contains(regexp.replace(user.spec.roles, \"a\", \"$1\"), \"b\"); has no group 1",
                "labels[env] == \"x\"; the key must be a text in quotes",
                "user. == \"x\"; a name must follow the dot",
            })
    void refusesWithThePlaceAndTheReason(String source, String reason) {
        assertThatThrownBy(() -> Expression.condition(source, WORDS))
                .isInstanceOfSatisfying(SallyportException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.INVALID_RESOURCE);
                    assertThat(e.userMessage()).startsWith("at character ").contains(reason);
                });
    }

    @Test
    void yieldsTextsEachOnce() {
        assertThat(Expression.texts("strings.lower(user.spec.traits.teams)", WORDS)
                        .yields(ALICE))
                .containsExactly("blue", "green");
        assertThat(Expression.texts("set(\"a\", \"b\", \"a\")", WORDS).yields(ALICE))
                .containsExactly("a", "b");
    }

    @Test
    void aDollarIsWrittenTwice() {
        assertThat(Expression.texts("regexp.replace(user.spec.roles, \"^(d)ev\", \"$$${1}0\")", WORDS)
                        .yields(ALICE))
                .containsExactly("$d0");
    }

    @Test
    void tellsWhatItReads() {
        assertThat(Expression.condition(
                                "contains(user.spec.traits.teams, labels.team) && !labels_matching('a*').contains('b')",
                                WORDS)
                        .reads())
                .containsExactly("labels.*", "labels.team", "user.spec.traits.teams");
    }

    @ParameterizedTest
    @ValueSource(ints = {65, 5000})
    void nestingIsBounded(int depth) {
        String deep = "(".repeat(depth) + "true" + ")".repeat(depth);
        assertThatThrownBy(() -> Expression.condition(deep, WORDS)).hasMessageContaining("nested deeper");
        assertThat(Expression.condition("!".repeat(depth) + "true", WORDS).holds(ALICE))
                .isEqualTo(depth % 2 == 0);
    }

    /** Whatever stands there is either an expression or refused with a reason; nothing else is ever thrown. */
    @Test
    void rubbishIsRefusedAndNeverBreaks() {
        List<String> parts = List.of(
                "labels",
                ".",
                "env",
                "[",
                "]",
                "(",
                ")",
                "\"a\"",
                "'",
                "==",
                "!=",
                "&&",
                "||",
                "!",
                ",",
                "contains",
                "user.spec.traits",
                "regexp.replace",
                "\"(\"",
                "\"$9\"",
                "true",
                " ",
                "\\",
                "set");
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            StringBuilder source = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                source.append(parts.get(random.nextInt(parts.size())));
            }
            try {
                Expression.condition(source.toString(), WORDS).holds(ALICE);
            } catch (SallyportException e) {
                assertThat(e.userMessage()).as("%s", source).startsWith("at character ");
            }
        }
    }
}
