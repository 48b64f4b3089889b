package io.paxos.core;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.io.Serializable;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/** The import order and the purity of the core (DESIGN 4). */
@AnalyzeClasses(packages = "io.paxos.core", importOptions = DoNotIncludeTests.class)
class CoreArchitectureTests {

    private static final String CORE = "io.paxos.core";

    /** Lowest first. A room may use the rooms of the lines before its own, never those of its own line. */
    private static final List<List<String>> ROOMS = List.of(
            List.of("ballot", "error"),
            List.of("membership"),
            List.of("log"),
            List.of("message"),
            List.of("acceptor", "proposer", "learner", "founding", "snapshot", "session", "machine"),
            List.of("replica"),
            List.of("trace"),
            List.of("port"),
            List.of("driver"),
            List.of("simulation"),
            List.of("scenario"));

    @ArchTest
    static void the_rules_see_the_rooms_of_the_protocol(JavaClasses core) {
        Set<String> packages = core.stream()
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .map(JavaClass::getPackageName)
                .collect(Collectors.toSet());

        assertThat(packages).contains(in("ballot"), in("log"), in("message"), in("acceptor"), in("replica"));
    }

    @ArchTest
    static void a_room_uses_only_the_rooms_below_it(JavaClasses core) {
        var layers = layeredArchitecture().consideringOnlyDependenciesInLayers().withOptionalLayers(true);
        for (List<String> line : ROOMS) {
            for (String room : line) {
                layers = layers.layer(room).definedBy(in(room) + "..");
            }
        }
        List<String> below = new ArrayList<>();
        for (List<String> line : ROOMS) {
            for (String room : line) {
                layers = below.isEmpty()
                        ? layers.whereLayer(room).mayNotAccessAnyLayer()
                        : layers.whereLayer(room).mayOnlyAccessLayers(below.toArray(String[]::new));
            }
            below.addAll(line);
        }
        layers.ensureAllClassesAreContainedInArchitectureIgnoring(simpleName("package-info"))
                .as("every class is in one of the ROOMS, which use only the rooms of the lines before their own")
                .check(core);
    }

    @ArchTest
    static void rooms_form_no_cycles(JavaClasses core) {
        slices().matching(CORE + ".(*)..").should().beFreeOfCycles().check(core);
    }

    @ArchTest
    static void nothing_is_used_but_the_jdk_slf4j_and_jspecify(JavaClasses core) {
        classes().should().onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.slf4j..", "org.jspecify..", CORE + "..")
                .check(core);
    }

    @ArchTest
    static void only_the_driver_uses_networks_and_databases(JavaClasses core) {
        allBut("driver").should().dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.sql..", "javax.sql..")
                .check(core);
    }

    @ArchTest
    static void only_the_driver_and_programs_to_run_use_files_and_streams(JavaClasses core) {
        allBut("driver", "simulation", "scenario").should().dependOnClassesThat(
                describe("belong to java.io or java.nio, charsets apart", CoreArchitectureTests::isOfFiles))
                .check(core);
    }

    @ArchTest
    static void only_the_driver_uses_threads_and_locks(JavaClasses core) {
        allBut("driver").should().dependOnClassesThat(
                describe("have to do with threads", CoreArchitectureTests::isOfThreads))
                .orShould().accessTargetWhere(where("a stream goes parallel", CoreArchitectureTests::goesParallel))
                .check(core);
    }

    @ArchTest
    static void only_the_driver_reads_a_clock(JavaClasses core) {
        allBut("driver").should().dependOnClassesThat()
                .belongToAnyOf(Clock.class, InstantSource.class, Date.class, Calendar.class)
                .orShould().accessTargetWhere(where("the time is read", CoreArchitectureTests::readsTime))
                .check(core);
    }

    /** PITFALLS 39: what reads a clock at all reads the one that never jumps. */
    @ArchTest
    @ArchTag("P39")
    @ArchTag("CONS-4")
    static void nobody_reads_the_time_of_day(JavaClasses core) {
        noClasses().should().accessTargetWhere(where("the time of day is read", CoreArchitectureTests::readsTimeOfDay))
                .check(core);
    }

    @ArchTest
    static void only_the_driver_uses_unseeded_randomness(JavaClasses core) {
        allBut("driver").should().dependOnClassesThat().belongToAnyOf(SecureRandom.class, RandomGeneratorFactory.class)
                .orShould().accessTargetWhere(where("randomness has no seed", CoreArchitectureTests::isUnseeded))
                .check(core);
    }

    @ArchTest
    static void only_the_driver_and_the_simulation_make_seeded_generators(JavaClasses core) {
        allBut("driver", "simulation", "scenario").should().accessTargetWhere(
                where("a random generator is made", CoreArchitectureTests::makesGenerator))
                .check(core);
    }

    @ArchTest
    static void public_fields_are_constants(JavaClasses core) {
        fields().that().arePublic()
                .should().beStatic().andShould().beFinal()
                .andShould().notHaveRawType(describe("array", JavaClass::isArray))
                .allowEmptyShould(true)
                .check(core);
    }

    @ArchTest
    static void every_package_is_null_marked(JavaClasses core) {
        Set<String> unmarked = core.stream()
                .map(JavaClass::getPackage)
                .filter(place -> !place.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName)
                .collect(Collectors.toSet());

        assertThat(unmarked).as("packages without a @NullMarked package-info").isEmpty();
    }

    private static String in(String room) {
        return CORE + "." + room;
    }

    private static GivenClassesConjunction allBut(String... rooms) {
        String[] packages = List.of(rooms).stream().map(room -> in(room) + "..").toArray(String[]::new);
        return noClasses().that().resideOutsideOfPackages(packages);
    }

    /** Unlike callMethodWhere this sees method references too. */
    private static DescribedPredicate<JavaAccess<?>> where(String what, Predicate<AccessTarget> target) {
        return describe(what, access -> target.test(access.getTarget()));
    }

    /** The compiler puts Serializable into inferred types, so it proves nothing. */
    private static boolean isOfFiles(JavaClass type) {
        String place = type.getPackageName() + ".";
        return place.startsWith("java.io.") && !type.isEquivalentTo(Serializable.class)
                || place.startsWith("java.nio.") && !place.startsWith("java.nio.charset.");
    }

    private static boolean isOfThreads(JavaClass type) {
        return (type.getPackageName() + ".").startsWith("java.util.concurrent.")
                || type.getName().startsWith("java.lang.Thread")
                || type.isAssignableTo(ThreadLocal.class)
                || type.isEquivalentTo(Timer.class)
                || type.isEquivalentTo(TimerTask.class);
    }

    private static boolean goesParallel(AccessTarget target) {
        return target.getName().equals("parallelStream")
                || target.getName().equals("parallel") && target.getOwner().getPackageName().equals("java.util.stream");
    }

    private static boolean readsTime(AccessTarget target) {
        return is(target, System.class, "nanoTime") || readsTimeOfDay(target);
    }

    private static boolean readsTimeOfDay(AccessTarget target) {
        return is(target, System.class, "currentTimeMillis")
                || target.getOwner().isEquivalentTo(Clock.class) || target.getOwner().isEquivalentTo(Date.class)
                || target.getName().equals("now") && target.getOwner().getPackageName().startsWith("java.time");
    }

    private static boolean isUnseeded(AccessTarget target) {
        return is(target, Math.class, "random")
                || is(target, StrictMath.class, "random")
                || is(target, UUID.class, "randomUUID")
                || is(target, Collections.class, "shuffle") && parameters(target) == 1
                || is(target, RandomGenerator.class, "of", "getDefault")
                || makesGenerator(target) && parameters(target) == 0;
    }

    private static boolean makesGenerator(AccessTarget target) {
        return target.getName().equals(JavaConstructor.CONSTRUCTOR_NAME)
                && target.getOwner().isAssignableTo(RandomGenerator.class)
                && target.getOwner().getPackageName().startsWith("java.");
    }

    private static boolean is(AccessTarget target, Class<?> owner, String... names) {
        return target.getOwner().isEquivalentTo(owner) && List.of(names).contains(target.getName());
    }

    private static int parameters(AccessTarget target) {
        return ((CodeUnitAccessTarget) target).getRawParameterTypes().size();
    }
}
