package org.sallyport.session.recording;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sallyport.api.codec.Json;
import org.sallyport.api.recording.RecordingInfo;
import org.sallyport.core.durable.DurableFile;
import org.sallyport.core.recording.SegmentHeader;
import org.sallyport.session.messages.SessionMessages;

/**
 * One session's recording on this disk, in a directory named by its session: {@code info.json}, written before anything
 * else; {@code <number>.seg}, segments that are to be sent; {@code <number>.sent}, the header of the highest one that was;
 * {@code end.json}, once no segment follows. A directory without the latter and without a living session is what a crash
 * left.
 */
final class RecordingFolder {
    private static final String INFO = "info.json";
    private static final String END = "end.json";
    private static final Pattern SEGMENT = Pattern.compile("([0-9]{8})\\.(seg|sent)");
    private static final ObjectMapper MAPPER =
            Json.jsonMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private record End(int last) {}

    private final Path directory;
    private final RecordingInfo info;

    private RecordingFolder(Path directory, RecordingInfo info) {
        this.directory = directory;
        this.info = info;
    }

    static RecordingFolder create(Path root, RecordingInfo info) throws IOException {
        Path directory = root.resolve(UUID.fromString(info.sessionId()).toString());
        Files.createDirectory(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        RecordingFolder folder = new RecordingFolder(directory, info);
        Files.write(directory.resolve(INFO), MAPPER.writeValueAsBytes(info));
        return folder;
    }

    /** What {@link #create} made is on disk when this returns; not before, for sessions must not wait for disks. */
    void sync() throws IOException {
        try (FileChannel file = FileChannel.open(directory.resolve(INFO), StandardOpenOption.WRITE)) {
            file.force(true);
        }
        DurableFile.syncDirectory(directory);
        DurableFile.syncDirectory(requireNonNull(directory.getParent()));
    }

    /** Those that say what they are of. */
    static List<RecordingFolder> all(Path root) throws IOException {
        List<RecordingFolder> all = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(root, "*-*-*-*-*")) {
            for (Path directory : found) {
                read(directory).ifPresent(all::add);
            }
        }
        return all;
    }

    /** Empty when it says nothing, not yet or not any more. */
    private static Optional<RecordingFolder> read(Path directory) {
        try {
            byte[] info = Files.readAllBytes(directory.resolve(INFO));
            return Optional.of(new RecordingFolder(directory, MAPPER.readValue(info, RecordingInfo.class)));
        } catch (IOException e) {
            SessionMessages.LOG.debugf(e, "%s holds no recording", directory);
            return Optional.empty();
        }
    }

    RecordingInfo info() {
        return info;
    }

    UUID sessionId() {
        return UUID.fromString(info.sessionId());
    }

    Path segment(int number) {
        return directory.resolve("%08d.seg".formatted(number));
    }

    private Path sentFile(int number) {
        return directory.resolve("%08d.sent".formatted(number));
    }

    FileChannel newSegment(int number) throws IOException {
        return FileChannel.open(
                segment(number),
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /** Of segments that are to be sent, in order. */
    TreeSet<Integer> waiting() throws IOException {
        return numbers("seg");
    }

    /** Of all there ever were; -1 for none. */
    int highest() throws IOException {
        TreeSet<Integer> all = numbers("seg");
        all.addAll(numbers("sent"));
        return all.isEmpty() ? -1 : all.last();
    }

    private TreeSet<Integer> numbers(String extension) throws IOException {
        TreeSet<Integer> numbers = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Matcher name = SEGMENT.matcher(file.getFileName().toString());
                if (name.matches() && name.group(2).equals(extension)) {
                    numbers.add(Integer.valueOf(name.group(1)));
                }
            }
        }
        return numbers;
    }

    /** The server has it. Its header stays until a higher one was sent, so that numbers are not given twice. */
    void sent(int number) throws IOException {
        Path sent = sentFile(number);
        Files.move(segment(number), sent, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel file = FileChannel.open(sent, StandardOpenOption.WRITE)) {
            file.truncate(SegmentHeader.BYTES);
        }
        for (int lower : numbers("sent").headSet(number)) {
            Files.delete(sentFile(lower));
        }
    }

    /** What is known of where a segment begins: the first bytes of it, or of what is left of it. */
    byte[] head(int number) throws IOException {
        Path file = Files.exists(segment(number)) ? segment(number) : sentFile(number);
        if (!Files.exists(file)) {
            return new byte[0];
        }
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(SegmentHeader.BYTES);
        }
    }

    /** No segment follows. */
    void end(int last) throws IOException {
        DurableFile.replace(directory.resolve(END), MAPPER.writeValueAsBytes(new End(last)));
    }

    /** Empty while the session lives, or when it ended with the agent. */
    OptionalInt last() throws IOException {
        Path end = directory.resolve(END);
        return Files.exists(end)
                ? OptionalInt.of(
                        MAPPER.readValue(Files.readAllBytes(end), End.class).last())
                : OptionalInt.empty();
    }

    /** Out of the way of the others, for a person to look at. */
    Path setAside(int number) throws IOException {
        Path aside = requireNonNull(directory.getParent()).resolve("damaged");
        Files.createDirectories(aside);
        Path target = aside.resolve(info.sessionId() + "-" + segment(number).getFileName());
        Files.move(segment(number), target, StandardCopyOption.REPLACE_EXISTING);
        return target;
    }

    void delete() throws IOException {
        // first what says that it is one: half of it must not look like a recording that lost its segments
        Files.deleteIfExists(directory.resolve(INFO));
        delete(directory);
    }

    private static void delete(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
