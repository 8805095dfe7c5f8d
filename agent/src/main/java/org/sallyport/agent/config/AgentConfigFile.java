package org.sallyport.agent.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.keys.Secret;
import org.sallyport.core.remote.ClusterAddress;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Reads {@code sallyport.yaml}. docs/guides/agent.md lists every key. */
public final class AgentConfigFile {
    private static final int MOST_CHARACTERS = 1 << 20;
    private static final List<String> LATER_SERVICES =
            List.of("db_service", "app_service", "kubernetes_service", "discovery_service");
    private static final Set<String> TOP = Set.of(
            "version",
            "data_dir",
            "node_name",
            "proxy_server",
            "tunnel",
            "join_params",
            "auth_token",
            "ca_pin",
            "drain_timeout",
            "resume_timeout",
            "ssh_service",
            "db_service",
            "app_service",
            "kubernetes_service",
            "discovery_service");

    private final Supplier<String> hostName;

    /** @param hostName this machine's name, for when the file gives none */
    public AgentConfigFile(Supplier<String> hostName) {
        this.hostName = hostName;
    }

    /** @throws SallyportException INVALID_CONFIG with file and line */
    public AgentConfig read(Path file) {
        try {
            if (Files.size(file) > MOST_CHARACTERS) {
                throw new SallyportException(
                        ErrorCode.INVALID_CONFIG, "configuration: " + file + " is larger than 1 MiB");
            }
            return parse(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new SallyportException(
                    ErrorCode.INVALID_CONFIG,
                    "configuration: " + file + " cannot be read ("
                            + e.getClass().getSimpleName()
                            + "); write one with 'sallyport-agent configure' or name another with --config",
                    "",
                    e);
        }
    }

    /** Whether a text would be a good file. @throws SallyportException INVALID_CONFIG when not */
    public void check(String file, String text) {
        parse(file, text);
    }

    AgentConfig parse(String file, String text) {
        YamlSection top = YamlSection.of(file, "", compose(file, text), TOP);
        String version = top.requiredText("version");
        if (!version.equals("v1")) {
            throw top.refuse("version", "must be v1, not '" + version + "'");
        }
        for (String service : LATER_SERVICES) {
            refuseLater(top, service);
        }
        Path dataDir = top.text("data_dir").map(Path::of).orElse(AgentConfig.DEFAULT_DATA_DIR);
        String nodeName = top.text("node_name").orElseGet(hostName);
        String address = top.requiredText("proxy_server");
        ClusterAddress proxy = top.checked("proxy_server", () -> ClusterAddress.parse(address));
        String tunnel = top.text("tunnel").orElse("https");
        if (!Set.of("https", "ssh").contains(tunnel)) {
            throw top.refuse("tunnel", "must be https (the default) or ssh, not '" + tunnel + "'");
        }
        Optional<TokenSource> token = token(top);
        List<String> pins = top.oneOrMoreTexts("ca_pin");
        Duration drain = top.span("drain_timeout").orElse(AgentConfig.DEFAULT_DRAIN_TIMEOUT);
        Duration resume = top.span("resume_timeout").orElse(AgentConfig.DEFAULT_RESUME_TIMEOUT);
        SshServiceConfig ssh = ssh(top);
        return top.checked(
                "",
                () -> new AgentConfig(dataDir, nodeName, proxy, tunnel.equals("ssh"), token, pins, drain, resume, ssh));
    }

    private static Node compose(String file, String text) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(0);
        options.setNestingDepthLimit(16);
        options.setAllowDuplicateKeys(false);
        try {
            Node node = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
            if (node == null) {
                throw new SallyportException(ErrorCode.INVALID_CONFIG, "configuration: " + file + " is empty");
            }
            return node;
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new SallyportException(
                    ErrorCode.INVALID_CONFIG,
                    "configuration: " + file + " line " + line + ": this is no YAML: "
                            + YamlSection.oneLine(String.valueOf(e.getProblem())),
                    "",
                    e);
        } catch (YAMLException e) {
            throw new SallyportException(
                    ErrorCode.INVALID_CONFIG,
                    "configuration: " + file + " is no YAML: " + YamlSection.oneLine(String.valueOf(e.getMessage())),
                    "",
                    e);
        }
    }

    private static void refuseLater(YamlSection top, String service) {
        top.section(service, Set.of())
                .filter(section -> section.flag("enabled").orElse(true))
                .ifPresent(section -> {
                    throw top.refuse(service, "is not served by this version yet; remove it or set enabled to false");
                });
    }

    private static Optional<TokenSource> token(YamlSection top) {
        if (top.has("join_params") && top.has("auth_token")) {
            throw top.refuse("auth_token", "and join_params say the same; keep one of them");
        }
        if (top.has("auth_token")) {
            return top.text("auth_token").map(text -> top.checked("auth_token", () -> source(text)));
        }
        return top.section("join_params", Set.of("method", "token_name")).map(section -> {
            String method = section.text("method").orElse("token");
            if (!method.equals("token")) {
                throw section.refuse("method", "must be token; '" + method + "' is not served by this version yet");
            }
            String text = section.requiredText("token_name");
            return section.checked("token_name", () -> source(text));
        });
    }

    private static TokenSource source(String text) {
        return new TokenSource(new Secret(text));
    }

    /** The section's presence enables the service, also when it is empty. */
    private static SshServiceConfig ssh(YamlSection top) {
        if (!top.has("ssh_service")) {
            return top.names("ssh_service")
                    ? new SshServiceConfig(true, Map.of(), List.of(), List.of())
                    : SshServiceConfig.disabled();
        }
        YamlSection section = top.section("ssh_service", Set.of("enabled", "labels", "commands", "accept_env"))
                .orElseThrow();
        List<LabelCommand> commands = section.sections("commands", Set.of("name", "command", "period")).stream()
                .map(AgentConfigFile::command)
                .toList();
        boolean enabled = section.flag("enabled").orElse(true);
        Map<String, String> labels = section.textMap("labels");
        List<String> acceptEnv = section.texts("accept_env");
        return section.checked("labels", () -> new SshServiceConfig(enabled, labels, commands, acceptEnv));
    }

    private static LabelCommand command(YamlSection section) {
        String name = section.requiredText("name");
        List<String> command = section.texts("command");
        Duration period = section.span("period").orElse(LabelCommand.DEFAULT_PERIOD);
        return section.checked("command", () -> new LabelCommand(name, command, period));
    }
}
