package org.sallyport.tests.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.caller.Unauthenticated;

/** Habits that a compiler does not check. */
@AnalyzeClasses(packages = "org.sallyport", importOptions = ImportOption.DoNotIncludeTests.class)
final class HouseRulesTest {

    @ArchTest
    static final ArchRule SERVICES_TAKE_THE_CALLER_FIRST = methods()
            .that()
            .areDeclaredInClassesThat()
            .haveSimpleNameEndingWith("ServiceBean")
            .and()
            .arePublic()
            .and()
            .areNotStatic()
            .should(takeACallerFirstOrSayWhyNot());

    @ArchTest
    static final ArchRule NO_PACKAGE_IS_A_JUNK_ROOM = noClasses()
            .should()
            .resideInAnyPackage("..util..", "..utils..", "..common..", "..impl..", "..manager..", "..helper..");

    @ArchTest
    static final ArchRule SERVER_MODULES_START_NO_THREADS = noClasses()
            .that()
            .resideInAnyPackage("org.sallyport.ejb..", "org.sallyport.web..", "org.sallyport.persistence..")
            .should()
            .callConstructor(Thread.class)
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.concurrent.Executors");

    @ArchTest
    static final ArchRule CRYPTOGRAPHY_LIVES_IN_CORE_KEYS = noClasses()
            .that()
            .resideOutsideOfPackages("org.sallyport.core.keys..", "org.sallyport.rpc..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.security.SecureRandom")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.security.KeyPairGenerator")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.security.Signature");

    @ArchTest
    static final ArchRule TIME_IS_INJECTED = noClasses()
            .that()
            .resideOutsideOfPackage("org.sallyport.rpc..")
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Date");

    @ArchTest
    static final ArchRule ONLY_PROGRAMS_FOR_PEOPLE_PRINT = noClasses()
            .that()
            .resideOutsideOfPackages("org.sallyport.cli..", "org.sallyport.agent.main..", "org.sallyport.benchmarks..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule NO_STATIC_MUTABLE_STATE = fields().that()
            .areStatic()
            .and()
            .areDeclaredInClassesThat(not(resideInAPackage("org.sallyport.rpc..")))
            .and(not(DescribedPredicate.describe(
                    "synthetic", field -> field.getModifiers().contains(JavaModifier.SYNTHETIC))))
            .should()
            .beFinal();

    @ArchTest
    static final ArchRule CORE_FEATURES_HAVE_NO_CYCLES =
            slices().matching("org.sallyport.core.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule API_FEATURES_HAVE_NO_CYCLES =
            slices().matching("org.sallyport.api.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule SERVER_FEATURES_HAVE_NO_CYCLES = slices().matching(
                    "org.sallyport.(persistence|ejb|connector|web).(*)..")
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule PROGRAM_FEATURES_HAVE_NO_CYCLES = slices().matching("org.sallyport.(agent|cli|session).(*)..")
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule ENTITIES_STAY_IN_THEIR_MODULE = classes()
            .that()
            .areAnnotatedWith("jakarta.persistence.Entity")
            .should()
            .resideInAPackage("org.sallyport.persistence..")
            .andShould()
            .onlyHaveDependentClassesThat()
            .resideInAPackage("org.sallyport.persistence..");

    private static ArchCondition<JavaMethod> takeACallerFirstOrSayWhyNot() {
        return new ArchCondition<>("take a Caller first or be @Unauthenticated") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                boolean callerFirst = !method.getRawParameterTypes().isEmpty()
                        && method.getRawParameterTypes().getFirst().isAssignableTo(Caller.class);
                boolean excused = method.isAnnotatedWith(Unauthenticated.class)
                        || method.getOwner().getAllRawInterfaces().stream()
                                .anyMatch(service -> declaresExcused(service, method));
                if (!callerFirst && !excused) {
                    events.add(SimpleConditionEvent.violated(
                            method, method.getFullName() + " takes no Caller and is not @Unauthenticated"));
                }
            }
        };
    }

    private static boolean declaresExcused(JavaClass service, JavaMethod method) {
        return service.getMethods().stream()
                .anyMatch(declared ->
                        declared.getName().equals(method.getName()) && declared.isAnnotatedWith(Unauthenticated.class));
    }
}
