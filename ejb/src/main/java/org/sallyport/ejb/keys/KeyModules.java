package org.sallyport.ejb.keys;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.keys.KeyModule;
import org.sallyport.core.keys.Pkcs11Module;
import org.sallyport.core.keys.Secret;

/** This server's PKCS#11 module, when its system properties name one (docs/guides/ca-rotation.md). */
@ApplicationScoped
public class KeyModules {
    private static final String PREFIX = "sallyport.pkcs11.";
    private static final Set<PosixFilePermission> OWNER_ONLY =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final UnaryOperator<String> properties;
    private Optional<KeyModule> opened;

    public KeyModules() {
        this(System::getProperty);
    }

    public KeyModules(UnaryOperator<String> properties) {
        this.properties = properties;
    }

    /** Empty when none is configured. @throws SallyportException INVALID_CONFIG when it cannot be used */
    public synchronized Optional<KeyModule> own() {
        if (opened == null) {
            opened = value("library").map(this::open);
        }
        return opened;
    }

    private KeyModule open(String library) {
        Pkcs11Module.Settings settings =
                new Pkcs11Module.Settings(value("name").orElseGet(this::nodeId), Path.of(library), slot());
        return Pkcs11Module.open(settings, pin());
    }

    /** Unique among the servers of a cluster, as modules that are not shared are. */
    private String nodeId() {
        return Optional.ofNullable(properties.apply("sallyport.node.id"))
                .filter(text -> !text.isBlank())
                .orElse("sallyport");
    }

    private long slot() {
        String text = value("slot").orElse("0");
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw invalid(PREFIX + "slot must be a number, not '" + text + "'");
        }
    }

    /** A file that others can read is as good as a PIN that others know. */
    private Secret pin() {
        Path file = Path.of(value("pin.file").orElseThrow(() -> invalid(PREFIX + "pin.file must name the PIN's file")));
        try {
            if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
                throw invalid("others may read " + file + ": chmod 600 it");
            }
            return new Secret(Files.readString(file, StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            throw invalid("the PIN cannot be read from " + file + ": " + e.getMessage());
        }
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(properties.apply(PREFIX + name)).filter(text -> !text.isBlank());
    }

    private static SallyportException invalid(String why) {
        return new SallyportException(ErrorCode.INVALID_CONFIG, "PKCS#11: " + why);
    }
}
