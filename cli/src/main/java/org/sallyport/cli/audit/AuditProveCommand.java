package org.sallyport.cli.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sallyport.api.codec.Json;
import org.sallyport.api.rest.LogConsistency;
import org.sallyport.api.rest.LogEntry;
import org.sallyport.api.rest.LogHead;
import org.sallyport.api.rest.LogProof;
import org.sallyport.cli.output.Times;
import org.sallyport.cli.profile.PrivateFiles;
import org.sallyport.cli.profile.Profile;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.cli.session.Api;
import org.sallyport.cli.session.GlobalOptions;
import org.sallyport.core.remote.ApiRequest;
import org.sallyport.core.transparency.EntryProof;
import org.sallyport.core.transparency.KeptHead;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport audit prove}: one entry, without reading the others. */
@Command(
        name = "prove",
        description = "Fetch and check the proof that an event or a certificate is in the log.",
        mixinStandardHelpOptions = true)
public final class AuditProveCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options;

    @ArgGroup(multiplicity = "1")
    private Entry entry;

    @Option(names = "--head", paramLabel = "FILE", description = "As for verify.")
    private List<Path> heads = new ArrayList<>();

    @Option(names = "--out", paramLabel = "FILE", description = "Write the proof, for somebody else to check.")
    private Path out;

    /** One of them. */
    static final class Entry {
        @Parameters(paramLabel = "UID", description = "uid of an audit event.")
        private String uid = "";

        @Option(names = "--certificate", paramLabel = "SERIAL", description = "Serial of a certificate.")
        private String serial = "";
    }

    @Override
    public Integer call() {
        ProfileStore profiles = ProfileStore.ofEnvironment();
        Profile profile = profiles.require(options.proxy());
        String cluster = profile.cluster().clusterId();
        List<LogHead> kept = LogClient.kept(new HeadFile(profiles.heads(cluster)), heads);
        try (Api api = Api.of(profile)) {
            LogProof proof = api.get(
                    ApiRequest.get(LogClient.LOG + "proof")
                            .query("event", entry.uid)
                            .query("certificate", entry.serial),
                    LogProof.class);
            String fault = fault(api, cluster, kept, proof);
            if (!fault.isEmpty()) {
                options.err().println("sallyport: the proof does not hold: " + fault);
                return AuditVerifyCommand.WRONG;
            }
            if (out != null) {
                PrivateFiles.write(out.toAbsolutePath(), json(proof));
            }
            options.printer().print(proof, () -> text(proof, !kept.isEmpty()));
            return 0;
        }
    }

    private String fault(Api api, String cluster, List<LogHead> kept, LogProof proof) {
        String asked = entry.uid.isEmpty() ? entry.serial : entry.uid;
        if (!proof.entry().id().equalsIgnoreCase(asked)) {
            return "it is of " + proof.entry().id();
        }
        if (!proof.head().clusterId().equals(cluster)) {
            return "its head is of cluster " + proof.head().clusterId();
        }
        String fault = EntryProof.fault(proof);
        Optional<LogHead> youngest = kept.stream().max(Comparator.comparingLong(LogHead::size));
        if (!fault.isEmpty() || youngest.isEmpty()) {
            return fault;
        }
        return KeptHead.fault(
                youngest.get(),
                proof.head(),
                (from, to) -> api.get(
                        ApiRequest.get(LogClient.LOG + "consistency")
                                .query("from", Long.toString(from))
                                .query("to", Long.toString(to)),
                        LogConsistency.class));
    }

    private static String json(LogProof proof) {
        try {
            return Json.jsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(proof) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("records of strings always encode", impossible);
        }
    }

    private static String text(LogProof proof, boolean kept) {
        LogEntry entry = proof.entry();
        StringBuilder text = new StringBuilder();
        text.append(entry.kind())
                .append(' ')
                .append(entry.id())
                .append(" is entry ")
                .append(entry.index())
                .append(" of the log, head of ")
                .append(proof.head().size())
                .append(" entries, ")
                .append(Times.local(proof.head().time()))
                .append(kept ? ", which continues the one kept here.\n" : "; no head of it was kept here before.\n");
        if (entry.row().isEmpty()) {
            text.append("The row itself is not kept any more.\n");
        }
        entry.row().forEach((column, value) -> text.append("  ")
                .append(column)
                .append(": ")
                .append(value.strip())
                .append('\n'));
        return text.toString();
    }
}
