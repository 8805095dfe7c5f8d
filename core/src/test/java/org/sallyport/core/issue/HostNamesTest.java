package org.sallyport.core.issue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostNamesTest {
    private static final String ID = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";

    @ParameterizedTest
    @ValueSource(strings = {ID, "6F9619FF-8B86-4D01-B42D-00CF4FC964FF", ID + ".east", ID + ".db.example.org"})
    void noNodeIsCalledWhatCouldBeAHostId(String name) {
        assertThat(HostNames.fault(name, "east").orElseThrow()).contains("looks like a host id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"db1", "db-" + ID, ID + "-2", "cafe-babe", "1-1-1-1-1", "db.east"})
    void otherNamesMayLookAsTheyLike(String name) {
        assertThat(HostNames.fault(name, "east")).isEmpty();
    }
}
