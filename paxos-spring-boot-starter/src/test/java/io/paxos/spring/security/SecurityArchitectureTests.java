package io.paxos.spring.security;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;

/** The proofs know nothing of Spring, of HTTP or of the time (DESIGN 5), and run on any kind of thread. */
@AnalyzeClasses(packages = "io.paxos.spring.security", importOptions = DoNotIncludeTests.class)
class SecurityArchitectureTests {

    @ArchTest
    static void the_room_depends_on_the_values_of_the_core_only(JavaClasses security) {
        classes().should().onlyDependOnClassesThat()
                .resideInAnyPackage("java.lang..", "java.nio..", "java.security..", "java.util..", "javax.crypto..",
                        "org.jspecify..", "io.paxos.spring.security", "io.paxos.core.ballot", "io.paxos.core.message")
                .check(security);
    }

    @ArchTest
    static void no_clock_takes_part(JavaClasses security) {
        noClasses().should().callMethod(System.class, "currentTimeMillis")
                .orShould().callMethod(System.class, "nanoTime")
                .orShould().dependOnClassesThat().haveFullyQualifiedName("java.util.Date")
                .check(security);
    }

    @ArchTest
    static void nothing_is_kept_by_thread(JavaClasses security) {
        noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocal.class).check(security);
    }
}
