package org.sallyport.agent.main;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.sallyport.agent.config.AgentConfigFile;
import org.sallyport.api.codec.Json;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "configure", description = "Writes a configuration file for this machine.")
final class ConfigureCommand implements Callable<Integer> {
    @Option(names = "--proxy", required = true, description = "Address of the cluster, host:port.")
    private String proxy;

    @Option(names = "--token", required = true, description = "Join token, or the absolute path of a file with it.")
    private String token;

    @Option(names = "--ca-pin", description = "Pin of the cluster's host CA, sha256:...")
    private String caPin;

    @Option(names = "--node-name", description = "Name of this node, default the host's name.")
    private String nodeName;

    @Option(names = "--data-dir", description = "Where the agent keeps its state, default /var/lib/sallyport.")
    private String dataDir;

    @Option(names = "--label", description = "Label of this node, key=value; may be repeated.")
    private Map<String, String> labels = new LinkedHashMap<>();

    @Option(
            names = {"-o", "--output"},
            defaultValue = StartCommand.DEFAULT_CONFIG,
            description = "File to write, default ${DEFAULT-VALUE}; must not exist.")
    private Path output;

    @Override
    public Integer call() throws IOException {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", "v1");
        put(document, "node_name", nodeName);
        put(document, "data_dir", dataDir);
        document.put("proxy_server", proxy);
        put(document, "ca_pin", caPin);
        document.put("join_params", new LinkedHashMap<>(Map.of("method", "token", "token_name", token)));
        document.put("ssh_service", new LinkedHashMap<>(Map.of("enabled", true, "labels", labels)));
        String text = Json.yamlMapper().writeValueAsString(document);
        new AgentConfigFile(HostName::get).check(output.toString(), text);
        write(text);
        System.out.println("wrote " + output + "; start the agent with: sallyport-agent start --config " + output);
        return 0;
    }

    private static void put(Map<String, Object> document, String key, String value) {
        if (value != null) {
            document.put(key, value);
        }
    }

    /** It may hold the token: for its owner only, from the first moment on. */
    private void write(String text) {
        try (FileChannel out = FileChannel.open(
                output,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (FileAlreadyExistsException e) {
            throw new SallyportException(
                    ErrorCode.ALREADY_EXISTS,
                    "configuration: " + output + " is there already; remove it or name another with --output",
                    "",
                    e);
        } catch (IOException e) {
            throw new SallyportException(
                    ErrorCode.INVALID_CONFIG,
                    "configuration: " + output + " cannot be written (" + e.getMessage() + ")",
                    "",
                    e);
        }
    }
}
