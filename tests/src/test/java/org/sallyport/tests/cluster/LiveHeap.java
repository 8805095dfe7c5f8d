package org.sallyport.tests.cluster;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a Java process of ours holds after a full garbage collection, and its threads. */
public record LiveHeap(Map<String, Long> instances, Map<String, Long> bytesByClass, long bytes, long threads) {
    /** By jcmd of the JDK that runs the tests. */
    public static LiveHeap of(ProcessHandle process) {
        String pid = Long.toString(process.pid());
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Command here = Command.on(new Host("", "127.0.0.1"), List.of(jcmd, pid, "GC.class_histogram"));
        Map<String, Long> instances = new HashMap<>();
        Map<String, Long> bytesByClass = new HashMap<>();
        long bytes = -1;
        for (String line : here.run().succeeded().out().split("\n")) {
            String[] words = line.trim().split("\\s+");
            if (words.length >= 4 && words[0].endsWith(":") && words[0].length() > 1 && words[1].matches("\\d+")) {
                instances.merge(words[3], Long.parseLong(words[1]), Long::sum);
                bytesByClass.merge(words[3], Long.parseLong(words[2]), Long::sum);
            } else if (words.length == 3 && words[0].equals("Total")) {
                bytes = Long.parseLong(words[2]);
            }
        }
        if (bytes < 0) {
            throw new AssertionError("no histogram of process " + pid);
        }
        String[] tasks = Path.of("/proc", pid, "task").toFile().list();
        return new LiveHeap(instances, bytesByClass, bytes, tasks == null ? 0 : tasks.length);
    }

    public long instancesOf(String name) {
        return instances.getOrDefault(name, 0L);
    }

    /** The classes that take most more than before, to say what has grown. */
    public String growthSince(LiveHeap before) {
        Comparator<Map.Entry<String, Long>> most = Map.Entry.comparingByValue(Comparator.reverseOrder());
        return bytesByClass.entrySet().stream()
                .map(now ->
                        Map.entry(now.getKey(), now.getValue() - before.bytesByClass.getOrDefault(now.getKey(), 0L)))
                .sorted(most)
                .limit(12)
                .map(grown -> String.format(
                        Locale.ROOT,
                        "%s %+d KiB (%+d)",
                        grown.getKey(),
                        grown.getValue() / 1024,
                        instancesOf(grown.getKey()) - before.instancesOf(grown.getKey())))
                .collect(Collectors.joining(", "));
    }
}
