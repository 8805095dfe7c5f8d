package org.sallyport.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sallyport.api.recording.RecordingMode;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.api.resource.RoleOptions;
import org.sallyport.api.resource.RoleSpec;

/** Where sessions are recorded and whether they wait for it, of several roles. */
class RecordingModesTest {
    private static Resource<RoleSpec> role(RecordingMode mode) {
        RoleOptions options = new RoleOptions(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Optional.ofNullable(mode));
        String name = mode == null ? "plain" : mode.wireName();
        return Resource.of(Metadata.named(name), new RoleSpec(options, RoleConditions.NONE, RoleConditions.NONE));
    }

    private static Optional<RecordingMode> merged(RecordingMode... modes) {
        List<Resource<RoleSpec>> roles =
                java.util.Arrays.stream(modes).map(RecordingModesTest::role).toList();
        Subject subject = new Subject("jo", roles.stream().map(Resource::name).toList(), Map.of());
        return new AccessEvaluator().options(subject, roles).recordingMode();
    }

    @Test
    void ofSeveralRolesThePlaceAndTheWaitingCountEachByItself() {
        for (RecordingMode one : RecordingMode.values()) {
            for (RecordingMode other : RecordingMode.values()) {
                assertThat(merged(one, null, other)).as(one + " and " + other).contains(one.with(other));
            }
        }
        assertThat(merged(RecordingMode.NODE_SYNC, RecordingMode.PROXY)).contains(RecordingMode.PROXY_SYNC);
        assertThat(merged((RecordingMode) null)).isEmpty();
    }

    @Test
    void nobodyGivesARoleThatRecordsLessThanHisOwnInEitherProperty() {
        for (RecordingMode own : RecordingMode.values()) {
            for (RecordingMode given : RecordingMode.values()) {
                assertThat(mayGive(own, given)).as(own + " gives " + given).isEqualTo(given.covers(own));
            }
            assertThat(mayGive(own, null)).isFalse();
            assertThat(mayGive(null, own)).isEqualTo(own == RecordingMode.PROXY_SYNC);
        }
    }

    private static boolean mayGive(RecordingMode own, RecordingMode given) {
        Resource<RoleSpec> held = role(own);
        Subject writer = new Subject("jo", List.of(held.name()), Map.of());
        Resource<RoleSpec> written =
                Resource.of(Metadata.named("written"), role(given).spec());
        return new GrantRule(new AccessEvaluator())
                .refusesRole(writer, List.of(held), Optional.empty(), Optional.of(written))
                .isEmpty();
    }
}
