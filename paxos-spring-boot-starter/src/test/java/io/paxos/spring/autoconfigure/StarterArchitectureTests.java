package io.paxos.spring.autoconfigure;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.annotation.Bean;

/** The rooms of the starter, and its manners towards hosts (DESIGN 4, STACK "Our JPA unit beside the host's"). */
@AnalyzeClasses(packages = "io.paxos.spring", importOptions = DoNotIncludeTests.class)
class StarterArchitectureTests {

    private static final String STARTER = "io.paxos.spring";

    /** Each room with the other rooms that it may use; only the wiring is not here, which may use all and is used by none. */
    private static final Map<String, List<String>> ROOMS = new TreeMap<>(Map.of(
            "properties", List.of(),
            "codec", List.of(),
            "security", List.of(),
            "web", List.of("codec", "security"),
            "resilience", List.of("web"),
            "template", List.of("lifecycle"),
            "actuator", List.of(),
            "jpa", List.of("codec"),
            "lifecycle", List.of()));

    private static final String WIRING = "autoconfigure";

    /** Annotations with which a library takes hold of its host's packages or persistence. */
    private static final Set<String> TAKING_HOLD = Set.of("ComponentScan", "ComponentScans", "EntityScan",
            "EnableJpaRepositories", "AutoConfigurationPackage", "SpringBootApplication", "EnableAutoConfiguration",
            "EnableTransactionManagement");

    @ArchTest
    static void the_rules_see_the_rooms(JavaClasses starter) {
        Set<String> packages = starter.stream().filter(type -> !type.getSimpleName().equals("package-info"))
                .map(JavaClass::getPackageName).collect(Collectors.toSet());

        assertThat(packages).contains(in(WIRING)).containsAll(ROOMS.keySet().stream().map(room -> in(room)).toList());
    }

    @ArchTest
    static void a_room_uses_only_the_rooms_that_it_may(JavaClasses starter) {
        LayeredArchitecture rooms = layeredArchitecture().consideringOnlyDependenciesInLayers()
                .layer(WIRING).definedBy(in(WIRING) + "..").whereLayer(WIRING).mayNotBeAccessedByAnyLayer();
        for (String room : ROOMS.keySet()) {
            rooms = rooms.layer(room).definedBy(in(room) + "..");
        }
        for (Map.Entry<String, List<String>> room : ROOMS.entrySet()) {
            rooms = room.getValue().isEmpty()
                    ? rooms.whereLayer(room.getKey()).mayNotAccessAnyLayer()
                    : rooms.whereLayer(room.getKey()).mayOnlyAccessLayers(room.getValue().toArray(String[]::new));
        }
        rooms.ensureAllClassesAreContainedInArchitectureIgnoring(simpleName("package-info"))
                .as("every class is in the wiring or one of the ROOMS, which use only what stands beside them")
                .check(starter);
    }

    @ArchTest
    static void every_package_is_null_marked(JavaClasses starter) {
        Set<String> unmarked = starter.stream().map(JavaClass::getPackage)
                .filter(place -> !place.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName).collect(Collectors.toSet());

        assertThat(unmarked).as("packages without a @NullMarked package-info").isEmpty();
    }

    @ArchTest
    static void only_the_stores_know_of_databases(JavaClasses starter) {
        noClasses().that().resideOutsideOfPackage(in("jpa") + "..").should().dependOnClassesThat(
                resideInAnyPackage("jakarta.persistence..", "java.sql..", "javax.sql..", "org.hibernate..", "org.h2..",
                        "org.postgresql..", "org.springframework.jdbc..", "org.springframework.orm..",
                        "org.springframework.data..", "org.springframework.transaction..")
                        .and(not(resideInAPackage("org.hibernate.validator.."))))
                .check(starter);
    }

    /** The drivers are optional: what extends one is loaded only when it is there. */
    @ArchTest
    static void nothing_needs_a_driver_but_the_file_below_h2(JavaClasses starter) {
        noClasses().that().resideOutsideOfPackage(in("jpa.ahead") + "..").should().dependOnClassesThat()
                .resideInAnyPackage("org.h2..", "org.postgresql..")
                .check(starter);
    }

    /** Each of these is for one purpose, and some hosts do not have it. */
    @ArchTest
    static void each_library_is_known_to_one_room_and_the_wiring(JavaClasses starter) {
        onlyIn(List.of("web", WIRING), "jakarta.servlet..", "org.springframework.boot.web..").check(starter);
        onlyIn(List.of("web"), "org.apache.hc..", "org.springframework.http..", "org.springframework.web..",
                "org.springframework.boot.http..").check(starter);
        onlyIn(List.of("web.tomcat"), "org.apache.catalina..", "org.apache.coyote..", "org.apache.tomcat..",
                "org.springframework.boot.tomcat..").check(starter);
        onlyIn(List.of("actuator", WIRING), "org.springframework.boot.actuate..", "org.springframework.boot.health..")
                .check(starter);
        onlyIn(List.of("template", "resilience", WIRING), "io.github.resilience4j..").check(starter);
        onlyIn(List.of("template", "codec.json", WIRING), "tools.jackson..").check(starter);
        onlyIn(List.of("actuator", WIRING), "io.micrometer..").check(starter);
        onlyIn(List.of("security"), "javax.crypto..").check(starter);
    }

    /** Boot's own wiring of databases is the host's. */
    @ArchTest
    static void nothing_uses_boots_persistence(JavaClasses starter) {
        noClasses().should().dependOnClassesThat()
                .resideInAnyPackage("org.springframework.boot.jdbc..",
                        "org.springframework.boot.jpa..", "org.springframework.boot.hibernate..",
                        "org.springframework.boot.data..", "org.springframework.boot.persistence..",
                        "org.springframework.boot.sql..", "org.springframework.boot.transaction..", "com.zaxxer..")
                .check(starter);
    }

    @ArchTest
    static void nothing_takes_hold_of_the_host(JavaClasses starter) {
        noClasses().should().beAnnotatedWith(describe("takes hold of the host",
                (JavaAnnotation<?> annotation) -> TAKING_HOLD.contains(annotation.getRawType().getSimpleName())))
                .check(starter);
    }

    @ArchTest
    static void auto_configurations_are_final_and_cannot_be_made_or_called_by_others(JavaClasses starter) {
        classes().that().areAnnotatedWith(AutoConfiguration.class)
                .should().haveModifier(JavaModifier.FINAL)
                .andShould().resideInAPackage(in(WIRING) + "..")
                .check(starter);
        constructors().that().areDeclaredInClassesThat().areAnnotatedWith(AutoConfiguration.class)
                .should().bePackagePrivate()
                .check(starter);
        methods().that().areAnnotatedWith(Bean.class)
                .should().bePackagePrivate()
                .check(starter);
    }

    @ArchTest
    static void boot_is_told_of_every_auto_configuration(JavaClasses starter) {
        Set<String> written = starter.stream().filter(type -> type.isAnnotatedWith(AutoConfiguration.class))
                .map(JavaClass::getName).collect(Collectors.toSet());
        Set<String> told = ImportCandidates.load(AutoConfiguration.class, null).getCandidates().stream()
                .filter(name -> name.startsWith(STARTER)).collect(Collectors.toSet());

        assertThat(told).isEqualTo(written);
    }

    @ArchTest
    static void every_bean_gives_way_to_the_hosts(JavaClasses starter) {
        methods().that().areAnnotatedWith(Bean.class)
                .should().beAnnotatedWith("org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean")
                .check(starter);
    }

    @ArchTest
    static void only_the_wiring_makes_beans_and_only_the_properties_are_bound(JavaClasses starter) {
        noClasses().that().resideOutsideOfPackage(in(WIRING) + "..").should().dependOnClassesThat()
                .resideInAnyPackage("org.springframework.boot.autoconfigure..", "org.springframework.context.annotation..",
                        "org.springframework.beans.factory.annotation..", "org.springframework.stereotype..")
                .check(starter);
        noClasses().that().resideOutsideOfPackages(in(WIRING) + "..", in("properties") + "..").should().dependOnClassesThat()
                .resideInAnyPackage("org.springframework.boot.context.properties..", "org.springframework.core.env..")
                .check(starter);
    }

    /** PITFALLS 39: what reads a clock reads the one that never jumps; the circuit breakers begin with the other, once. */
    @ArchTest
    @ArchTag("P39")
    @ArchTag("CONS-4")
    static void the_time_of_day_decides_nothing(JavaClasses starter) {
        noClasses().that().resideOutsideOfPackage(in("resilience")).should().callMethod(System.class, "currentTimeMillis")
                .orShould().dependOnClassesThat().belongToAnyOf(Clock.class, Instant.class, InstantSource.class, Date.class)
                .check(starter);
        noClasses().that(not(simpleName("MonotonicClock"))).should().callMethod(Instant.class, "now").check(starter);
    }

    private static ArchRule onlyIn(List<String> rooms, String... libraries) {
        return noClasses().that().resideOutsideOfPackages(rooms.stream().map(room -> in(room) + "..").toArray(String[]::new))
                .should().dependOnClassesThat().resideInAnyPackage(libraries);
    }

    private static String in(String room) {
        return STARTER + "." + room;
    }
}
