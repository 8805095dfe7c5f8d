package org.sallyport.cli.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

final class ExporterTest {
    private static final Duration IDLE = Duration.ofMillis(1);

    @TempDir
    private Path directory;

    private final Stop stop = new Stop();
    private final List<String> told = new ArrayList<>();
    private final List<AuditEvent> delivered = new ArrayList<>();

    /** Takes events until it has this many, then asks to end. */
    private EventSink until(int count, int failures) {
        return new EventSink() {
            private int left = failures;

            @Override
            public String name() {
                return "sink";
            }

            @Override
            public void deliver(List<AuditEvent> events) throws IOException {
                if (left > 0) {
                    left--;
                    throw new IOException("not now");
                }
                delivered.addAll(events);
                if (delivered.size() >= count) {
                    stop.ask();
                }
            }
        };
    }

    private CursorFile state() {
        return CursorFile.open(directory.resolve("state"), "c-1");
    }

    @Test
    void everyEventOnceInOrderAndTheCursorAfterIt() throws IOException {
        SomeEvents log = new SomeEvents(25, 10);
        try (CursorFile state = state()) {
            new Exporter(log, until(25, 0), state, stop, IDLE, told::add).run();
            assertThat(state.read()).isEqualTo("25");
        }
        assertThat(delivered).isEqualTo(log.all);
        assertThat(told).isEmpty();
    }

    @Test
    void sinkThatFailsIsToldOfOnceAndLosesNothing() throws IOException {
        SomeEvents log = new SomeEvents(10, 10);
        try (CursorFile state = state()) {
            new Exporter(log, until(10, 2), state, stop, IDLE, told::add).run();
        }
        assertThat(delivered).isEqualTo(log.all);
        assertThat(told).containsExactly("sink: not now (nothing is lost; trying again)", "events are exported again");
    }

    @Test
    void cursorStaysWhereTheSinkHasNotTakenThePage() throws IOException {
        SomeEvents log = new SomeEvents(20, 10);
        EventSink sink = new EventSink() {
            @Override
            public String name() {
                return "sink";
            }

            @Override
            public void deliver(List<AuditEvent> events) throws IOException {
                if (!delivered.isEmpty()) {
                    stop.ask();
                    throw new IOException("full");
                }
                delivered.addAll(events);
            }
        };
        try (CursorFile state = state()) {
            new Exporter(log, sink, state, stop, IDLE, told::add).run();
        }
        try (CursorFile state = state()) {
            assertThat(state.read()).isEqualTo("10");
        }
    }

    @Test
    void serverThatRefusesIsNamedByItsWords() throws IOException {
        SomeEvents log = new SomeEvents(3, 10);
        int[] refusals = {1};
        EventSource source = after -> {
            if (refusals[0]-- > 0) {
                throw new SallyportException(ErrorCode.PROXY_UNREACHABLE, "network: no route");
            }
            return log.next(after);
        };
        try (CursorFile state = state()) {
            new Exporter(source, until(3, 0), state, stop, IDLE, told::add).run();
        }
        assertThat(delivered).isEqualTo(log.all);
        assertThat(told.getFirst()).startsWith("network: no route");
    }

    @Test
    void stateIsOfOneExportOfOneCluster() throws IOException {
        try (CursorFile state = state()) {
            state.write("7");
            assertThatThrownBy(this::state).hasMessageContaining("in use by another export");
        }
        try (CursorFile other = CursorFile.open(directory.resolve("state"), "c-2")) {
            assertThatThrownBy(other::read).hasMessageContaining("another cluster");
        }
        Files.writeString(directory.resolve("state"), "{\"clu");
        try (CursorFile damaged = state()) {
            assertThatThrownBy(damaged::read).hasMessageContaining("damaged");
        }
    }

    @Test
    void halfALineInTheFileIsReplaced() throws IOException {
        Path file = directory.resolve("events.jsonl");
        SomeEvents log = new SomeEvents(3, 10);
        FileSink sink = new FileSink(file);
        sink.deliver(log.all.subList(0, 1));
        Files.writeString(file, Files.readString(file) + "{\"uid\":\"half");
        sink.deliver(log.all.subList(1, 3));
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(lines.get(i)).startsWith("{").contains(log.uids().get(i)).endsWith("}");
        }
    }
}
