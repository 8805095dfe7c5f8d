package org.sallyport.tests.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may import whom. CONTRIBUTING.md has the table; this holds it. */
@AnalyzeClasses(packages = "org.sallyport", importOptions = ImportOption.DoNotIncludeTests.class)
final class ImportMatrixTest {
    private static final String[] SERVER_API = {"jakarta.."};

    @ArchTest
    static final ArchRule API_IMPORTS_ONLY_JAVA_AND_JACKSON = classes()
            .that()
            .resideInAPackage("org.sallyport.api..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.sallyport.api..", "com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule JACKSON_BEYOND_ANNOTATIONS_ONLY_IN_THE_CODEC = noClasses()
            .that()
            .resideInAPackage("org.sallyport.api..")
            .and()
            .resideOutsideOfPackage("org.sallyport.api.codec..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.fasterxml.jackson.databind..", "com.fasterxml.jackson.dataformat..");

    @ArchTest
    static final ArchRule CORE_IMPORTS_API_ONLY = classes()
            .that()
            .resideInAPackage("org.sallyport.core..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "javax.crypto..",
                    "javax.net.ssl..",
                    "javax.security.auth..",
                    "org.sallyport.api..",
                    "org.sallyport.core..",
                    "com.google.re2j..",
                    "com.fasterxml.jackson..",
                    "org.bouncycastle..",
                    "org.apache.sshd..");

    @ArchTest
    static final ArchRule CERTIFICATE_LIBRARIES_ONLY_IN_CA_AND_KEYS = noClasses()
            .that()
            .resideInAPackage("org.sallyport.core..")
            .and()
            .resideOutsideOfPackages("org.sallyport.core.ca..", "org.sallyport.core.keys..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.bouncycastle..", "org.apache.sshd..");

    @ArchTest
    static final ArchRule PERSISTENCE_IS_A_LEAF = noClasses()
            .that()
            .resideInAPackage("org.sallyport.persistence..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.sallyport.ejb..", "org.sallyport.web..", "org.sallyport.connector..", "jakarta.ws.rs..");

    @ArchTest
    static final ArchRule EJB_KNOWS_NO_ENTITIES_REST_OR_SSH = noClasses()
            .that()
            .resideInAPackage("org.sallyport.ejb..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.sallyport.persistence..",
                    "org.sallyport.web..",
                    "org.sallyport.connector..",
                    "jakarta.persistence..",
                    "jakarta.ws.rs..",
                    "org.apache.sshd..");

    @ArchTest
    static final ArchRule WEBAUTHN_LIBRARY_IN_ONE_PACKAGE = noClasses()
            .that()
            .resideOutsideOfPackage("org.sallyport.ejb.webauthn..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.webauthn4j..");

    /** They are there only where the server measures and traces; annotations do no harm where they are not. */
    @ArchTest
    static final ArchRule MICROMETER_AND_OPENTELEMETRY_IN_ONE_PACKAGE_EACH = noClasses()
            .that()
            .resideOutsideOfPackages("org.sallyport.ejb.telemetry..", "org.sallyport.web.telemetry..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micrometer..", "io.opentelemetry.api..", "io.opentelemetry.context..");

    @ArchTest
    static final ArchRule CONNECTOR_KNOWS_NO_STORE_AND_NO_BEANS = noClasses()
            .that()
            .resideInAPackage("org.sallyport.connector..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.sallyport.persistence..",
                    "org.sallyport.ejb..",
                    "org.sallyport.web..",
                    "jakarta.persistence..",
                    "jakarta.ejb..",
                    "jakarta.ws.rs..",
                    "org.infinispan..");

    @ArchTest
    static final ArchRule TRANSPORT_KNOWS_ONLY_MINA = classes()
            .that()
            .resideInAPackage("org.sallyport.transport..")
            .and()
            .resideOutsideOfPackage("org.sallyport.transport.algorithm..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.sallyport.transport..", "org.apache.sshd..", "org.slf4j..");

    @ArchTest
    static final ArchRule ALGORITHMS_KNOW_MINA_THE_POLICY_AND_KEYS = classes()
            .that()
            .resideInAPackage("org.sallyport.transport.algorithm..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.sallyport.transport.algorithm..",
                    "org.sallyport.api..",
                    "org.sallyport.core.keys..",
                    "org.apache.sshd..");

    @ArchTest
    static final ArchRule SESSIONS_KNOW_MINA_CORE_AND_THE_TRANSPORT = classes()
            .that()
            .resideInAPackage("org.sallyport.session..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.sallyport.session..",
                    "org.sallyport.transport..",
                    "org.sallyport.core..",
                    "org.sallyport.api..",
                    "org.apache.sshd..",
                    "org.jboss.logging..",
                    "org.slf4j..",
                    "com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule WEB_IS_THIN = noClasses()
            .that()
            .resideInAPackage("org.sallyport.web..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.sallyport.persistence..",
                    "org.sallyport.ejb..",
                    "org.sallyport.connector..",
                    "jakarta.persistence..",
                    "org.apache.sshd..");

    @ArchTest
    static final ArchRule UNDERTOW_ONLY_WHERE_CONNECTIONS_ARE_HANDED_ON = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "org.sallyport.web.connect..", "org.sallyport.web.terminal..", "org.sallyport.web.file..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.undertow..", "org.xnio..");

    @ArchTest
    static final ArchRule STANDALONE_PROGRAMS_USE_NO_SERVER_API = noClasses()
            .that()
            .resideInAnyPackage("org.sallyport.agent..", "org.sallyport.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SERVER_API)
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.sallyport.persistence..",
                    "org.sallyport.ejb..",
                    "org.sallyport.connector..",
                    "org.sallyport.web..");

    @ArchTest
    static final ArchRule CLI_AND_AGENT_ARE_APART = noClasses()
            .that()
            .resideInAPackage("org.sallyport.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.sallyport.agent..");
}
