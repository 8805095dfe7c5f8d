package org.sallyport.ejb.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sallyport.api.resource.LockSpec;
import org.sallyport.api.resource.LockTarget;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.resource.UserSpec;
import org.sallyport.core.resource.ResourceChange;

class SnapshotTest {
    private final Resource<?> ann = Resource.of(Metadata.named("ann"), new UserSpec(List.of("access"), Map.of()));
    private final Resource<?> lock = Resource.of(Metadata.named("l1"), new LockSpec(LockTarget.ofUser("ann"), ""));

    @Test
    void changeOfOneKindLeavesTheRevisionOfOthersAlone() {
        Snapshot begin = Snapshot.of(7, List.of(ann));
        Snapshot locked = begin.with(List.of(change(8, lock)));
        assertThat(locked.revision()).isEqualTo(8);
        assertThat(locked.revision(ResourceKind.LOCK)).isEqualTo(8);
        assertThat(locked.revision(ResourceKind.USER)).isEqualTo(7);
        assertThat(locked.all(ResourceKind.USER)).hasSize(1);
        assertThat(begin.all(ResourceKind.LOCK)).isEmpty();
    }

    @Test
    void removalIsAChangeOfItsKind() {
        Snapshot gone = Snapshot.of(7, List.of(ann))
                .with(List.of(new ResourceChange(9, ResourceKind.USER, "ann", Optional.empty())));
        assertThat(gone.find(ResourceKind.USER, "ann")).isEmpty();
        assertThat(gone.revision(ResourceKind.USER)).isEqualTo(9);
    }

    @Test
    void kindsThatAreNotKeptMoveTheRevisionOnly() {
        Snapshot moved = Snapshot.of(7, List.of(ann))
                .with(List.of(new ResourceChange(8, ResourceKind.TOKEN, "t", Optional.empty())));
        assertThat(moved.revision()).isEqualTo(8);
        assertThat(moved.revision(ResourceKind.USER)).isEqualTo(7);
        assertThat(moved.revision(ResourceKind.TOKEN)).isZero();
    }

    private static ResourceChange change(long revision, Resource<?> resource) {
        return new ResourceChange(revision, resource.kind(), resource.name(), Optional.of(resource));
    }
}
