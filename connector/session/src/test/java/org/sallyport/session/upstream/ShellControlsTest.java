package org.sallyport.session.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.sallyport.session.process.TerminalSize;

class ShellControlsTest {
    private final List<String> sent = new ArrayList<>();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final ShellControls controls = new ShellControls(new Wire(), tasks::add);

    private final class Wire implements ShellControls.Wire {
        @Override
        public void awaitRoom() {
            // a task that has not run yet is one that waits
        }

        @Override
        public void size(TerminalSize size) {
            sent.add(size.columns() + "x" + size.rows());
        }

        @Override
        public void signal(String name) {
            sent.add(name);
        }
    }

    private void room() {
        tasks.remove().run();
    }

    @Test
    void whileThereIsNoRoomOnlyTheNewestSizeWaits() {
        for (int columns = 1; columns <= 500; columns++) {
            controls.resize(new TerminalSize(columns, 24));
        }
        assertThat(tasks).as("no task for each").hasSize(1);

        room();

        assertThat(sent).containsExactly("500x24");
    }

    @Test
    void signalsKeepTheirOrderAndAFewWait() {
        controls.signal("INT");
        for (int i = 0; i < 500; i++) {
            controls.signal("TERM");
        }
        room();
        assertThat(sent).hasSize(ShellControls.MOST_SIGNALS).startsWith("INT", "TERM");

        controls.signal("HUP");
        room();

        assertThat(sent).last().isEqualTo("HUP");
        assertThat(tasks).isEmpty();
    }

    @Test
    void whatComesAfterwardsIsSentToo() {
        controls.resize(new TerminalSize(80, 24));
        controls.signal("INT");
        room();
        controls.resize(new TerminalSize(100, 30));
        room();
        assertThat(sent).containsExactly("80x24", "INT", "100x30");
    }
}
