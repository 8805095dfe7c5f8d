package org.sallyport.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.recording.RecordingMode;
import org.sallyport.api.resource.OnLeave;
import org.sallyport.api.resource.RequiredJoin;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.api.resource.RoleOptions;
import org.sallyport.api.resource.RoleRule;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.SessionJoin;
import org.sallyport.api.resource.Strictness;
import org.sallyport.api.session.SessionMode;

/** The console's form of roles must not lag behind the records: a field or word that it lacks could only be set as YAML. */
class RoleFormFieldsTest {
    private static final Path SHAPE = Path.of("console/src/role/shape.ts");

    @ParameterizedTest
    @ValueSource(
            classes = {
                RoleSpec.class,
                RoleConditions.class,
                RoleOptions.class,
                RoleRule.class,
                SessionJoin.class,
                RequiredJoin.class
            })
    void formHasEveryField(Class<?> type) throws IOException {
        String shape = Files.readString(SHAPE);
        List<String> lacking = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .map(name -> name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
                .filter(name -> !shape.contains(" " + name + ": "))
                .toList();
        assertThat(lacking).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(classes = {Strictness.class, RecordingMode.class, SessionMode.class, OnLeave.class, RoleRule.class})
    void formHasEveryWord(Class<?> type) throws IOException {
        String shape = Files.readString(SHAPE);
        assertThat(words(type).filter(word -> !shape.contains('"' + word + '"')))
                .isEmpty();
    }

    private static Stream<String> words(Class<?> type) {
        if (type == RoleRule.class) {
            return RoleRule.VERBS.stream();
        }
        return Arrays.stream(type.getEnumConstants())
                .map(each -> ((Enum<?>) each).name().toLowerCase(Locale.ROOT))
                .map(name -> type == RecordingMode.class ? name.replace('_', '-') : name);
    }
}
