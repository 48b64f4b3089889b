package io.paxos.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.paxos.core.driver.ReplicaDriver;
import io.paxos.core.port.AcceptorStore;
import io.paxos.core.port.ReplicaListener;
import io.paxos.core.port.Transport;
import io.paxos.spring.actuator.PaxosMeters;
import io.paxos.spring.actuator.ReplicaMeters;
import io.paxos.spring.template.CallListener;
import io.paxos.spring.template.CallOptions;
import io.paxos.spring.template.ConsensusOperations;
import io.paxos.spring.template.ConsensusTemplate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The meters of a node: where there is a registry, what of them gives way to the host's, and what they show. */
class MetricsWiringTests {

    /** A node alone in a host without meters. */
    private static ApplicationContextRunner bare() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(PaxosAutoConfiguration.class, PaxosTemplateAutoConfiguration.class,
                        PaxosMetricsAutoConfiguration.class))
                .withBean(AcceptorStore.class, ForgetfulStore::new).withPropertyValues("paxos.node-id=meter1");
    }

    /** In a host with the actuator, whose registry Boot makes. */
    private static ApplicationContextRunner metered() {
        return bare().withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
                SimpleMetricsExportAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class));
    }

    /** A node that hears nobody, for ever. */
    private static ApplicationContextRunner lonely() {
        return metered().withBean(Transport.class, Transport::none).withPropertyValues("paxos.peers.meter1=http://127.0.0.1:1",
                "paxos.peers.meter2=http://127.0.0.1:2", "paxos.peers.meter3=http://127.0.0.1:3");
    }

    @Test
    void calls_and_writes_of_a_node_are_measured() {
        metered().run(context -> {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            ConsensusTemplate template = context.getBean(ConsensusTemplate.class);
            template.append("log", 1);
            template.append("log", 2);
            template.compareAndSetAsync("key", null, 1).join();
            template.size("log");
            assertThatThrownBy(() -> template.append("log", "x".repeat(70_000))).hasMessageContaining("bytes");

            assertThat(timer(registry, "paxos.append", "append", "done").count()).isEqualTo(2);
            assertThat(timer(registry, "paxos.append", "append", "done").totalTime(TimeUnit.SECONDS)).isBetween(1e-6, 60.0);
            assertThat(timer(registry, "paxos.append", "append", "not-executed").count()).isOne();
            assertThat(timer(registry, "paxos.append", "compare-and-set", "done").count()).isOne();
            assertThat(timer(registry, "paxos.read", "size", "done").count()).isOne();
            assertThat(registry.find("paxos.append").meters()).hasSize(3);
            assertThat(registry.find("paxos.read").meters()).hasSize(1);

            // the barrier and three commands, in one to four writes; and others, with no votes
            assertThat(registry.get("paxos.batch.size").summary().totalAmount()).isEqualTo(4);
            assertThat(registry.get("paxos.batch.size").summary().count()).isBetween(1L, 4L);
            assertThat(registry.get("paxos.sync").timer().count())
                    .isGreaterThan(registry.get("paxos.batch.size").summary().count());
            assertThat(registry.get("paxos.sync").timer().totalTime(TimeUnit.NANOSECONDS)).isPositive();
        });
    }

    @Test
    void gauges_show_how_the_node_stands_and_stood() {
        metered().run(context -> {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            ReplicaDriver driver = context.getBean(ReplicaDriver.class);
            context.getBean(ConsensusTemplate.class).append("log", 1);
            await().atMost(Calls.PATIENCE).until(() -> driver.status().applied() == 2 && driver.status().pending() == 0);

            assertThat(rolesOf(registry)).containsExactly(0, 0, 0, 1);
            assertThat(gauge(registry, "paxos.chosen")).isEqualTo(2);
            assertThat(gauge(registry, "paxos.applied")).isEqualTo(2);
            assertThat(gauge(registry, "paxos.pending")).isZero();
            assertThat(registry.get("paxos.elections").counter().count()).isOne();
            assertThat(registry.get("paxos.leaderships").counter().count()).isOne();

            driver.stop();
            assertThat(rolesOf(registry)).containsExactly(0, 0, 0, 0);
            assertThat(gauge(registry, "paxos.chosen")).isNaN();
            assertThat(gauge(registry, "paxos.applied")).isNaN();
            assertThat(gauge(registry, "paxos.pending")).isZero();

            driver.start();
            Calls.awaitServing(driver);
            assertThat(rolesOf(registry)).containsExactly(0, 0, 0, 1);
            assertThat(registry.get("paxos.elections").counter().count()).isEqualTo(2);
        });
    }

    @Test
    void every_meter_says_of_which_node_it_is_and_what_it_means() {
        lonely().run(context -> {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            CallOptions soon = CallOptions.DEFAULTS.withTimeout(Duration.ofMillis(50));
            assertThatThrownBy(() -> context.getBean(ConsensusTemplate.class).append("log", 1, soon)).isNotNull();
            assertThatThrownBy(() -> context.getBean(ConsensusTemplate.class).size("log", soon)).isNotNull();
            List<Meter.Id> meters = registry.getMeters().stream().map(Meter::getId)
                    .filter(id -> id.getName().startsWith("paxos.")).toList();

            assertThat(meters).extracting(Meter.Id::getName).containsOnly("paxos.role", "paxos.chosen", "paxos.applied",
                    "paxos.pending", "paxos.peer.last.contact", "paxos.elections", "paxos.leaderships", "paxos.sync",
                    "paxos.batch.size", "paxos.append", "paxos.read");
            assertThat(meters).allMatch(id -> "meter1".equals(id.getTag("node")))
                    .noneMatch(id -> id.getDescription() == null || id.getDescription().isBlank());
            assertThat(meters).filteredOn(id -> id.getBaseUnit() == null).extracting(Meter.Id::getName)
                    .containsOnly("paxos.role");
        });
    }

    @Test
    void a_node_that_does_not_lead_has_no_contacts() {
        lonely().run(context -> {
            MeterRegistry registry = context.getBean(MeterRegistry.class);

            assertThat(rolesOf(registry)).containsExactly(1, 0, 0, 0);
            assertThat(registry.get("paxos.elections").counter().count()).isZero();
            assertThat(registry.get("paxos.peer.last.contact").timeGauges())
                    .extracting(gauge -> gauge.getId().getTag("peer")).containsExactlyInAnyOrder("meter2", "meter3");
            assertThat(registry.get("paxos.peer.last.contact").timeGauges()).allMatch(gauge -> Double.isNaN(gauge.value()));
        });
    }

    @Test
    void nodes_of_one_process_may_share_a_registry() {
        SimpleMeterRegistry shared = new SimpleMeterRegistry();
        ApplicationContextRunner runner = bare().withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class))
                .withBean(MeterRegistry.class, () -> shared);
        runner.run(first -> runner.withPropertyValues("paxos.node-id=meter2").run(second -> {
            first.getBean(ConsensusTemplate.class).append("log", 1);
            first.getBean(ConsensusTemplate.class).append("log", 1);
            second.getBean(ConsensusTemplate.class).append("log", 1);

            assertThat(shared.get("paxos.append").tag("node", "meter1").timer().count()).isEqualTo(2);
            assertThat(shared.get("paxos.append").tag("node", "meter2").timer().count()).isOne();
            assertThat(shared.get("paxos.batch.size").tag("node", "meter2").summary().totalAmount()).isEqualTo(2);
            assertThat(shared.get("paxos.role").tags("node", "meter2", "role", "leader").gauge().value()).isOne();
        }));
    }

    @Test
    void histograms_are_published_only_if_the_host_asks_for_them() {
        metered().run(context -> {
            context.getBean(ConsensusTemplate.class).append("log", 1);
            assertThat(timer(context.getBean(MeterRegistry.class), "paxos.append", "append", "done").takeSnapshot()
                    .percentileValues()).isEmpty();
        });
        metered().withPropertyValues("management.metrics.distribution.percentiles.paxos.append=0.5").run(context -> {
            context.getBean(ConsensusTemplate.class).append("log", 1);
            assertThat(timer(context.getBean(MeterRegistry.class), "paxos.append", "append", "done").takeSnapshot()
                    .percentileValues()).hasSize(1);
        });
    }

    @Test
    void without_a_registry_there_are_no_meters() {
        bare().run(context -> {
            requireNoMeters(context.getBeanFactory());
            assertThat(context.getBean(ConsensusTemplate.class).append("log", 1).index()).isZero();
        });
    }

    @Test
    void without_micrometer_there_are_no_meters() {
        bare().withClassLoader(new FilteredClassLoader("io.micrometer")).run(context -> {
            assertThat(context).hasNotFailed();
            requireNoMeters(context.getBeanFactory());
            assertThat(context.getBean(ConsensusTemplate.class).append("log", 1).index()).isZero();
        });
    }

    @Test
    void a_disabled_node_has_no_meters() {
        metered().withPropertyValues("paxos.enabled=false").run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(MeterRegistry.class);
            requireNoMeters(context.getBeanFactory());
            assertThat(context.getBean(MeterRegistry.class).getMeters())
                    .noneMatch(meter -> meter.getId().getName().startsWith("paxos."));
        });
    }

    private static void requireNoMeters(ListableBeanFactory beans) {
        assertThat(beans.getBeanNamesForType(PaxosMeters.class)).isEmpty();
        assertThat(beans.getBeanNamesForType(ReplicaListener.class)).isEmpty();
        assertThat(beans.getBeanNamesForType(CallListener.class)).isEmpty();
    }

    @Test
    void each_gives_way_to_the_hosts() {
        metered().withBean("hostsGauges", PaxosMeters.class, () -> mock(PaxosMeters.class))
                .withBean("hostsCounters", ReplicaMeters.class, () -> mock(ReplicaMeters.class))
                .withBean("paxosCallMeters", CallListener.class, () -> mock(CallListener.class)).run(context -> {
                    assertThat(context).hasNotFailed().hasSingleBean(PaxosMeters.class).hasBean("hostsGauges")
                            .hasSingleBean(ReplicaMeters.class).hasBean("hostsCounters").hasSingleBean(CallListener.class);
                    context.getBean(ConsensusTemplate.class).append("log", 1);
                    assertThat(context.getBean(MeterRegistry.class).getMeters())
                            .noneMatch(meter -> meter.getId().getName().startsWith("paxos."));
                });
    }

    @Test
    void listeners_of_the_hosts_stand_beside_them() {
        CallListener hosts = mock(CallListener.class);
        metered().withBean("hosts", CallListener.class, () -> hosts).run(context -> {
            context.getBean(ConsensusTemplate.class).append("log", 1);
            assertThat(timer(context.getBean(MeterRegistry.class), "paxos.append", "append", "done").count()).isOne();
            verify(hosts).onEnded(eq(CallListener.Operation.APPEND),
                    eq(CallListener.End.DONE), any());
        });
    }

    @Test
    void operations_of_the_hosts_are_not_timed() {
        metered().withBean(ConsensusOperations.class, () -> mock(ConsensusOperations.class)).run(context -> {
            assertThat(context).hasNotFailed();
            context.getBean(ConsensusOperations.class).append("log", 1);
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            assertThat(registry.find("paxos.append").meters()).isEmpty();
            assertThat(registry.find("paxos.chosen").meters()).hasSize(1);
        });
    }

    private static Timer timer(MeterRegistry registry, String name, String operation, String outcome) {
        return registry.get(name).tags("node", "meter1", "operation", operation, "outcome", outcome).timer();
    }

    private static double gauge(MeterRegistry registry, String name) {
        return registry.get(name).tag("node", "meter1").gauge().value();
    }

    private static List<Integer> rolesOf(MeterRegistry registry) {
        return List.of("follower", "poller", "candidate", "leader").stream()
                .map(role -> (int) registry.get("paxos.role").tags("node", "meter1", "role", role).gauge().value()).toList();
    }
}
