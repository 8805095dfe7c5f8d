package org.sallyport.api.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sallyport.api.resource.OnLeave;
import org.sallyport.api.resource.RequiredJoin;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.SessionJoin;
import org.sallyport.api.session.SessionMode;

/** What roles say of live sessions, as people write it. */
class SessionRolesTest {
    private static final ResourceCodec CODEC = new ResourceCodec();
    private static final String ROLE = """
            kind: role
            version: v1
            metadata: {name: prod}
            spec:
              allow:
                join_sessions:
                  - name: watch
                    roles: ['prod-*', dev]
                    modes: [observer, peer]
                require_session_join:
                  - name: auditors
                    filter: contains(user.spec.roles, "auditor")
                    kinds: [ssh]
                    modes: [moderator]
                    count: 2
                    on_leave: pause
                  - filter: 'true'
                    modes: [observer]
              deny:
                join_sessions: [{roles: ['*'], kinds: ['*'], modes: [moderator]}]
            """;

    @Test
    void aRoleIsReadAndSurvivesBothEncodings() {
        Resource<?> role = CODEC.parseYaml(ROLE);
        RoleConditions allow = role.as(RoleSpec.class).spec().allow();
        assertThat(allow.joinSessions())
                .containsExactly(new SessionJoin(
                        "watch",
                        List.of("prod-*", "dev"),
                        List.of("ssh"),
                        List.of(SessionMode.OBSERVER, SessionMode.PEER)));
        assertThat(allow.requireSessionJoin())
                .containsExactly(
                        new RequiredJoin(
                                "auditors",
                                "contains(user.spec.roles, \"auditor\")",
                                List.of("ssh"),
                                List.of(SessionMode.MODERATOR),
                                2,
                                OnLeave.PAUSE),
                        new RequiredJoin(
                                "", "true", List.of("ssh"), List.of(SessionMode.OBSERVER), 1, OnLeave.TERMINATE));
        assertThat(CODEC.parseYaml(CODEC.toYaml(role))).isEqualTo(role);
        assertThat(CODEC.parseJson(CODEC.toJson(role))).isEqualTo(role);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "modes: [observer, peer] | modes: [owner] | spec.allow.join_sessions[0].modes[0]: the mode must be"
                        + " observer, peer or moderator, line 9",
                "modes: [observer, peer] | modes: [] | join_sessions.modes needs at least one of observer, peer,"
                        + " moderator, line 9",
                "modes: [observer, peer] | mode: [peer] | spec.allow.join_sessions[0].mode is not known here: use"
                        + " kinds, modes, name, roles, line 9",
                "on_leave: pause | on_leave: go | spec.allow.require_session_join[0].on_leave: on_leave must be"
                        + " terminate or pause, line 16",
                "kinds: [ssh] | kinds: [db] | require_session_join.kinds has 'db': use ssh or *, line 13",
                "count: 2 | count: 0 | require_session_join.count must be between 1 and 100, line 15",
                "filter: 'true' | filter: '' | require_session_join.filter must say who counts; write true for"
                        + " everybody, line 17"
            })
    void whatIsWrongIsToldWithItsPlace(String from, String to, String message) {
        assertThatThrownBy(() -> CODEC.parseYaml(ROLE.replace(from, to))).hasMessage(message);
    }
}
