package io.paxos.spring.codec;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;

/** The binary forms know the core's values and nothing of Spring (DESIGN 4). */
@AnalyzeClasses(packages = "io.paxos.spring.codec", importOptions = DoNotIncludeTests.class)
class CodecArchitectureTests {

    @ArchTest
    static void the_forms_depend_on_the_values_of_the_core_only(JavaClasses codec) {
        classes().that().resideInAPackage("io.paxos.spring.codec").should().onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "io.paxos.spring.codec", "io.paxos.core.ballot",
                        "io.paxos.core.log", "io.paxos.core.membership", "io.paxos.core.message")
                .check(codec);
    }

    @ArchTest
    static void nothing_is_read_by_way_of_streams_or_java_serialization(JavaClasses codec) {
        noClasses().should().dependOnClassesThat().resideInAPackage("java.io..").check(codec);
    }
}
