package io.paxos.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

import io.paxos.core.driver.ReplicaDriver;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.log.DurableState;
import io.paxos.core.log.DurableStateBuilder;
import io.paxos.core.membership.StorageId;
import io.paxos.core.port.AcceptorStore;
import io.paxos.core.port.ReplicaListener;
import io.paxos.core.port.StoreException;
import io.paxos.core.port.Transport;
import io.paxos.core.replica.Applied;
import io.paxos.spring.actuator.PaxosEndpoint;
import io.paxos.spring.actuator.PaxosHealthIndicator;
import io.paxos.spring.actuator.ReadinessMembership;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.AdditionalPathsMapper;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.application.AvailabilityHealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** What operators see of a node, where the actuator is, and what of it gives way to the host's. */
class HealthWiringTests {

    /** All that a host with the actuator has, which Boot sorts. */
    private static WebApplicationContextRunner runner() {
        return new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(PaxosAutoConfiguration.class,
                PaxosTransportAutoConfiguration.class, PaxosTomcatAutoConfiguration.class, PaxosTemplateAutoConfiguration.class,
                PaxosHealthAutoConfiguration.class, PaxosActuatorAutoConfiguration.class,
                ConfigurationPropertiesAutoConfiguration.class, ApplicationAvailabilityAutoConfiguration.class,
                EndpointAutoConfiguration.class, HealthContributorAutoConfiguration.class,
                HealthContributorRegistryAutoConfiguration.class, HealthEndpointAutoConfiguration.class,
                AvailabilityHealthContributorAutoConfiguration.class, AvailabilityProbesAutoConfiguration.class))
                .withPropertyValues("paxos.node-id=well1", "management.endpoints.web.exposure.include=*");
    }

    private static WebApplicationContextRunner alone() {
        return runner().withBean(AcceptorStore.class, ForgetfulStore::new);
    }

    /** A node that hears nobody, for ever. */
    private static WebApplicationContextRunner lonely() {
        return alone().withBean(Transport.class, Transport::none).withPropertyValues("paxos.peers.well1=http://127.0.0.1:1",
                "paxos.peers.well2=http://127.0.0.1:2", "paxos.peers.well3=http://127.0.0.1:3");
    }

    @Test
    void a_node_that_serves_is_up_and_readiness_with_it() {
        alone().run(context -> {
            Calls.awaitServing(context.getBean(ReplicaDriver.class));
            Health health = context.getBean(PaxosHealthIndicator.class).health();
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails()).containsEntry("node", "well1").containsEntry("role", "leader")
                    .containsEntry("leader", "well1").containsEntry("founding", "FOUNDED").doesNotContainKey("reason");
        });
    }

    @Test
    void readiness_has_it_beside_what_is_there_and_liveness_does_not() {
        alone().run(context -> {
            assertThat(group(context, "readiness").isMember("paxos")).isTrue();
            assertThat(group(context, "readiness").isMember("readinessState")).isTrue();
            assertThat(group(context, "readiness").isMember("diskSpace")).isFalse();
            assertThat(group(context, "liveness").isMember("paxos")).isFalse();
            assertThat(group(context, "liveness").isMember("livenessState")).isTrue();
        });
    }

    @Test
    void readiness_of_the_hosts_own_keeps_its_members_and_other_groups_are_left_alone() {
        alone().withPropertyValues("management.endpoint.health.group.readiness.include=readinessState,hosts",
                "management.endpoint.health.group.readiness.status.http-mapping.down=418",
                "management.endpoint.health.group.other.include=hosts").withBean("hostsHealthIndicator", HealthIndicator.class,
                        () -> () -> Health.up().build())
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(group(context, "readiness").isMember("paxos")).isTrue();
                    assertThat(group(context, "readiness").isMember("hosts")).isTrue();
                    assertThat(group(context, "readiness").getHttpCodeStatusMapper().getStatusCode(Status.DOWN)).isEqualTo(418);
                    assertThat(group(context, "other").isMember("hosts")).isTrue();
                    assertThat(group(context, "other").isMember("paxos")).isFalse();
                });
    }

    /** Spring Security asks for them, and a cast decides. */
    @Test
    void the_additional_paths_of_probes_stay_known() {
        alone().withPropertyValues("management.endpoint.health.probes.add-additional-paths=true")
                .run(context -> assertThat(context.getBean(HealthEndpointGroups.class)).isInstanceOfSatisfying(
                        AdditionalPathsMapper.class,
                        mapper -> assertThat(mapper.getAdditionalPaths(EndpointId.of("health"), WebServerNamespace.SERVER))
                                .containsExactlyInAnyOrder("/livez", "/readyz")));
    }

    @Test
    void without_probes_there_is_no_readiness_to_join() {
        alone().withPropertyValues("management.endpoint.health.probes.enabled=false").run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(HealthEndpointGroups.class).getNames()).isEmpty();
        });
    }

    @Test
    void a_node_that_waits_for_its_founding_is_down_and_not_ready_but_lives() {
        lonely().run(context -> {
            assertReason(context, "forming: waiting to hear from [well2, well3]");
            assertThat(statusOf(context, "readiness")).isEqualTo(Status.DOWN);
            assertThat(statusOf(context, "liveness")).isEqualTo(Status.UP);
        });
    }

    @Test
    @Tag("P75")
    void a_node_whose_disk_failed_is_down_and_says_why() {
        runner().withBean(AcceptorStore.class, FullStore::new).run(context -> {
            assertReason(context, "fenced: ", "no space left");
            assertThat(statusOf(context, "readiness")).isEqualTo(Status.DOWN);
            assertThat(statusOf(context, "liveness")).isEqualTo(Status.UP);
            assertThat(context.getBean(PaxosEndpoint.class).node().fenced()).contains("no space left");
        });
    }

    @Test
    void a_node_that_was_stopped_is_down() {
        alone().run(context -> {
            context.getBean(ReplicaDriver.class).stop();
            assertReason(context, "the node does not run");
            assertThat(context.getBean(PaxosEndpoint.class).node().running()).isFalse();
        });
    }

    @Test
    @Tag("P77")
    void a_node_whose_protocol_hangs_is_down() {
        CountDownLatch release = new CountDownLatch(1);
        alone().withBean(ReplicaListener.class, () -> new ReplicaListener() {
            @Override
            public void onApplied(Applied slot) {
                awaitQuietly(release);
            }
        }).run(context -> {
            try {
                assertReason(context, "the thread of the protocol has hung for ", "restart the node");
            } finally {
                release.countDown();
            }
        });
    }

    @Test
    void switched_off_it_leaves_readiness_alone() {
        alone().withPropertyValues("management.health.paxos.enabled=false").run(context -> {
            assertThat(context).hasNotFailed().doesNotHaveBean(PaxosHealthIndicator.class)
                    .doesNotHaveBean(ReadinessMembership.class).hasSingleBean(PaxosEndpoint.class);
            assertThat(group(context, "readiness").isMember("paxos")).isFalse();
        });
    }

    @Test
    void the_indicator_gives_way_to_one_of_its_name_and_that_joins_readiness() {
        alone().withBean("paxosHealthIndicator", HealthIndicator.class, () -> () -> Health.outOfService().build())
                .run(context -> {
                    assertThat(context).hasNotFailed().doesNotHaveBean(PaxosHealthIndicator.class);
                    assertThat(statusOf(context, "readiness")).isEqualTo(Status.OUT_OF_SERVICE);
                });
    }

    @Test
    void the_membership_gives_way_to_the_hosts() {
        alone().withBean("hosts", ReadinessMembership.class, () -> new ReadinessMembership("ping"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(ReadinessMembership.class).hasBean("hosts"));
    }

    @Test
    void the_endpoint_gives_way_to_the_hosts() {
        alone().withBean("hosts", PaxosEndpoint.class, () -> mock(PaxosEndpoint.class))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(PaxosEndpoint.class).hasBean("hosts"));
    }

    @Test
    void the_endpoint_is_not_there_where_nobody_can_ask_for_it() {
        alone().withPropertyValues("management.endpoints.web.exposure.include=health")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(PaxosEndpoint.class));
        alone().withPropertyValues("management.endpoint.paxos.access=NONE")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(PaxosEndpoint.class));
    }

    @Test
    void a_disabled_node_has_no_health() {
        alone().withPropertyValues("paxos.enabled=false").run(context -> {
            assertThat(context).hasNotFailed().doesNotHaveBean(PaxosHealthIndicator.class)
                    .doesNotHaveBean(ReadinessMembership.class).doesNotHaveBean(PaxosEndpoint.class);
            assertThat(statusOf(context, "readiness")).isEqualTo(Status.UP);
        });
    }

    @Test
    void without_the_actuator_all_else_is_there(@TempDir Path directory) {
        List<Path> classPath = ChildJvm.classPathWithout(HostWithoutDatabaseTests.BOOTS_PERSISTENCE.or(
                Pattern.compile("spring-boot-(starter-)?(actuator|health|micrometer)-.*").asMatchPredicate()));
        try (ChildJvm host = ChildJvm.start(directory, classPath, WebHost.class)) {
            assertThat(host.awaitExit()).as(host::output).isZero();
            assertThat(host.output()).contains("decided: alice").doesNotContain("WARN", "ERROR", "\tat ");
        }
    }

    private static void assertReason(ApplicationContext context, String... words) {
        PaxosHealthIndicator indicator = context.getBean(PaxosHealthIndicator.class);
        await().atMost(Calls.PATIENCE).untilAsserted(() -> {
            Health health = indicator.health();
            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.getDetails().get("reason")).asString().contains(words);
        });
    }

    private static HealthEndpointGroup group(ApplicationContext context, String name) {
        HealthEndpointGroup group = context.getBean(HealthEndpointGroups.class).get(name);
        assertThat(group).as(name).isNotNull();
        return group;
    }

    private static Status statusOf(ApplicationContext context, String group) {
        // as a SpringApplication says when it has started
        AvailabilityChangeEvent.publish(context, LivenessState.CORRECT);
        AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
        return context.getBean(HealthEndpoint.class).healthForPath(group).getStatus();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A store whose disk is full. */
    private static final class FullStore implements AcceptorStore {

        @Override
        public DurableState open() {
            return new DurableStateBuilder(new StorageId(3, 4)).build();
        }

        @Override
        public void persist(AcceptorWrite write) {
            throw new StoreException("no space left on the device, for a test", null);
        }

        @Override
        public void close() {
            // there is nothing to give back
        }
    }
}
