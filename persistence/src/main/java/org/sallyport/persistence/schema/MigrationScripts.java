package org.sallyport.persistence.schema;

import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.sallyport.persistence.store.Vendor;

/**
 * The migrations, named one by one. Flyway's own class path scan finds nothing inside a WildFly deployment (flyway
 * issue 3667) and then takes an empty schema for a finished one.
 */
final class MigrationScripts implements ResourceProvider {
    static final String FOLDER = "db/migration/";
    private static final List<String> COMMON = List.of(
            "V1__schema.sql",
            "V27_1__mfa_expand.sql",
            "V27_3__mfa_contract.sql",
            "V28__sso.sql",
            "V29__transparency.sql",
            "V30__recordings.sql",
            "V32__recorder.sql");
    private static final List<String> H2 =
            List.of("h2/V2__h2.sql", "h2/V27_2__mfa_migrate.sql", "h2/V31__audit_search.sql");
    private static final List<String> POSTGRESQL = List.of(
            "postgresql/V2__postgresql.sql", "postgresql/V27_2__mfa_migrate.sql", "postgresql/V31__audit_search.sql");

    private final List<LoadableResource> scripts;

    MigrationScripts(Vendor vendor) {
        this.scripts =
                paths(vendor).map(Script::new).map(LoadableResource.class::cast).toList();
    }

    static Stream<String> paths(Vendor vendor) {
        List<String> own =
                switch (vendor) {
                    case H2 -> H2;
                    case POSTGRESQL -> POSTGRESQL;
                };
        return Stream.concat(COMMON.stream(), own.stream()).map(FOLDER::concat);
    }

    @Override
    public LoadableResource getResource(String name) {
        return scripts.stream()
                .filter(script -> script.getRelativePath().equals(name))
                .findFirst()
                .orElse(null);
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        return scripts.stream()
                .filter(script -> script.getFilename().startsWith(prefix)
                        && Arrays.stream(suffixes).anyMatch(script.getFilename()::endsWith))
                .toList();
    }

    private static final class Script extends LoadableResource {
        private final String path;

        Script(String path) {
            this.path = path;
        }

        @Override
        public Reader read() {
            InputStream in = MigrationScripts.class.getClassLoader().getResourceAsStream(path);
            if (in == null) {
                throw new IllegalStateException("migration " + path + " is not in the archive");
            }
            return new InputStreamReader(in, StandardCharsets.UTF_8);
        }

        @Override
        public String getAbsolutePath() {
            return path;
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return path;
        }

        @Override
        public String getFilename() {
            return path.substring(path.lastIndexOf('/') + 1);
        }

        @Override
        public String getRelativePath() {
            return path;
        }
    }
}
