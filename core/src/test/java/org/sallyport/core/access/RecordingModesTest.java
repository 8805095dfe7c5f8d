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

/** Of several roles' modes the most demanding one counts. */
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
    void syncOutbidsTheOthersAndTheProxyTheNode() {
        assertThat(merged(RecordingMode.NODE, RecordingMode.PROXY, RecordingMode.OFF))
                .contains(RecordingMode.PROXY);
        assertThat(merged(RecordingMode.NODE_SYNC, RecordingMode.PROXY)).contains(RecordingMode.NODE_SYNC);
        assertThat(merged(RecordingMode.PROXY_SYNC, RecordingMode.NODE_SYNC)).contains(RecordingMode.PROXY_SYNC);
        assertThat(merged((RecordingMode) null)).isEmpty();
    }
}
