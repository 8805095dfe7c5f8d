package org.sallyport.agent.labels;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.sallyport.agent.config.LabelCommand;
import org.sallyport.agent.config.SshServiceConfig;
import org.sallyport.agent.messages.AgentMessages;

/**
 * Static labels and those of commands. A command that fails leaves its last value: a label that came and went would
 * change who may log in. One that never succeeded has no label, so nothing is allowed by it.
 */
public final class NodeLabels implements LabelSource, AutoCloseable {
    private final SshServiceConfig config;
    private final CommandRunner runner;
    private final Map<String, String> values = new ConcurrentHashMap<>();
    private final Map<String, String> failures = new ConcurrentHashMap<>();
    private final CountDownLatch firstRound;
    private final List<Thread> threads = new ArrayList<>();

    public NodeLabels(SshServiceConfig config) {
        this(config, CommandRunner.LIMIT);
    }

    NodeLabels(SshServiceConfig config, Duration limit) {
        this.config = config;
        this.runner = new CommandRunner(limit);
        this.firstRound = new CountDownLatch(config.commands().size());
    }

    public void start() {
        for (LabelCommand command : config.commands()) {
            threads.add(Thread.ofVirtual().name("label-" + command.name()).start(() -> repeat(command)));
        }
    }

    /** Waits until every command ran once, so that a first heartbeat is complete. */
    public void awaitFirstRound() throws InterruptedException {
        boolean complete = firstRound.await(CommandRunner.LIMIT.plusSeconds(1).toMillis(), TimeUnit.MILLISECONDS);
        if (!complete) {
            AgentMessages.LOG.labelFailed("(some)", "the first round is not finished yet");
        }
    }

    private void repeat(LabelCommand command) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                refresh(command);
                firstRound.countDown();
                Thread.sleep(command.period());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void refresh(LabelCommand command) throws InterruptedException {
        try {
            values.put(command.name(), runner.run(command.command()));
            failures.remove(command.name());
        } catch (IOException e) {
            String cause = String.valueOf(e.getMessage());
            if (!cause.equals(failures.put(command.name(), cause))) {
                AgentMessages.LOG.labelFailed(command.name(), cause);
            }
        }
    }

    @Override
    public Map<String, String> labels() {
        Map<String, String> all = new TreeMap<>(values);
        all.putAll(config.labels());
        return all;
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }
}
