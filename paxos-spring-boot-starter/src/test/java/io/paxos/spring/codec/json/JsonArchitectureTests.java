package io.paxos.spring.codec.json;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.AccessTarget.MethodCallTarget;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import java.util.Set;

/** Nothing that a peer writes chooses a class (PITFALLS 82). */
@AnalyzeClasses(packages = "io.paxos.spring.codec.json", importOptions = DoNotIncludeTests.class)
@ArchTag("P82")
class JsonArchitectureTests {

    /** All that it calls of a mapper: a text becomes a tree, and a tree a text. */
    private static final Set<String> OF_A_MAPPER = Set.of("builder", "readTree", "writeValueAsBytes");

    @ArchTest
    static void the_form_depends_on_values_of_the_core_and_on_trees_only(JavaClasses json) {
        classes().should().onlyDependOnClassesThat()
                .resideInAnyPackage("java.lang..", "java.nio..", "java.util..", "org.jspecify..", "io.paxos.spring.codec..",
                        "io.paxos.core.ballot", "io.paxos.core.log", "io.paxos.core.membership", "io.paxos.core.message",
                        "tools.jackson.core..", "tools.jackson.databind", "tools.jackson.databind.json",
                        "tools.jackson.databind.node", "tools.jackson.databind.cfg")
                .check(json);
    }

    @ArchTest
    static void no_text_is_bound_to_a_class(JavaClasses json) {
        noClasses().should().callMethodWhere(describe("a mapper binds", JsonArchitectureTests::binds)).check(json);
        noClasses().should().dependOnClassesThat()
                .resideInAnyPackage("com.fasterxml.jackson.annotation..", "tools.jackson.databind.annotation..",
                        "tools.jackson.databind.jsontype..", "java.lang.reflect..", "java.lang.invoke..")
                .check(json);
    }

    private static boolean binds(JavaMethodCall call) {
        MethodCallTarget target = call.getTarget();
        return target.getOwner().isAssignableTo("tools.jackson.databind.ObjectMapper")
                && !OF_A_MAPPER.contains(target.getName());
    }
}
