package io.paxos.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.driver.DriverOptions;
import io.paxos.core.driver.ReplicaDriver;
import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.core.port.AcceptorStore;
import io.paxos.core.port.Transport;
import io.paxos.core.replica.Outcome;
import io.paxos.spring.jpa.JpaAcceptorStore;
import io.paxos.spring.lifecycle.CallGate;
import io.paxos.spring.lifecycle.ReplicaLifecycle;
import io.paxos.spring.properties.PaxosProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which beans there are, and which give way to the host's. */
class PaxosAutoConfigurationTests {

    @TempDir
    Path dataDir;

    private ApplicationContextRunner runner() {
        return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(PaxosAutoConfiguration.class))
                .withPropertyValues("paxos.data-dir=" + dataDir, "paxos.node-id=auto1");
    }

    @Test
    void boot_finds_the_auto_configuration() {
        assertThat(ImportCandidates.load(AutoConfiguration.class, null).getCandidates())
                .contains(PaxosAutoConfiguration.class.getName());
    }

    @Test
    void each_bean_is_there_by_default() {
        runner().run(context -> assertThat(context).hasNotFailed()
                .hasSingleBean(PaxosProperties.class)
                .hasSingleBean(AcceptorStore.class)
                .hasSingleBean(JpaAcceptorStore.class)
                .hasSingleBean(ReplicaDriver.class)
                .hasSingleBean(ReplicaLifecycle.class));
    }

    @Test
    void the_node_works_below_its_data_directory() {
        runner().run(context -> {
            Calls.requireWon(context.getBean(ReplicaDriver.class), "seat", "alice");

            assertThat(dataDir.resolve("auto1")).isDirectoryContaining("glob:**/paxos.mv.db");
            assertThat(Calls.threadsOf("auto1")).isNotEmpty();
        });
    }

    @Test
    void it_starts_in_the_last_phase_and_stops_in_the_first() {
        runner().run(context -> {
            ReplicaLifecycle lifecycle = context.getBean(ReplicaLifecycle.class);

            assertThat(lifecycle.getPhase()).isEqualTo(SmartLifecycle.DEFAULT_PHASE).isEqualTo(Integer.MAX_VALUE);
            assertThat(lifecycle.isAutoStartup()).isTrue();
            assertThat(lifecycle.isRunning()).isTrue();
        });
    }

    @Test
    void a_disabled_node_leaves_no_trace() {
        runner().withPropertyValues("paxos.enabled=false").run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(Stream.of(context.getBeanDefinitionNames())
                    .map(name -> context.getBeanFactory().getType(name))
                    .filter(type -> type != null && type.getName().startsWith("io.paxos."))).isEmpty();
            assertThat(Calls.threadsOf("auto1")).isEmpty();
            assertThat(filesIn(dataDir)).isEmpty();
        });
    }

    @Test
    void a_disabled_node_asks_nothing_of_the_other_properties() {
        runner().withPropertyValues("paxos.enabled=false", "paxos.node-id=NOT an id", "paxos.datasource.url=jdbc:none:")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void enabled_by_name_is_enabled() {
        runner().withPropertyValues("paxos.enabled=true")
                .run(context -> assertThat(context).hasSingleBean(ReplicaLifecycle.class));
    }

    @Test
    void the_store_gives_way_to_the_hosts() {
        runner().withUserConfiguration(HostStore.class).run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(AcceptorStore.class).doesNotHaveBean(JpaAcceptorStore.class);
            ForgetfulStore store = context.getBean(ForgetfulStore.class);
            Calls.requireWon(context.getBean(ReplicaDriver.class), "seat", "alice");

            assertThat(store.opened()).isEqualTo(1);
            assertThat(store.open().meta().binding().founded()).isTrue();
            assertThat(filesIn(dataDir)).isEmpty();
        });
    }

    @Test
    void the_driver_gives_way_to_the_hosts_and_the_lifecycle_runs_that_one() {
        runner().withUserConfiguration(HostDriver.class).run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(ReplicaDriver.class).hasBean("hostDriver");

            assertThat(context.getBean(ReplicaDriver.class).isRunning()).isTrue();
            assertThat(Calls.threadsOf("hosts-own")).isNotEmpty();
            assertThat(Calls.threadsOf("auto1")).isEmpty();
        });
        assertThat(Calls.threadsOf("hosts-own")).isEmpty();
    }

    @Test
    void the_lifecycle_gives_way_to_the_hosts() {
        runner().withUserConfiguration(HostLifecycle.class).run(
                context -> assertThat(context).hasNotFailed().hasSingleBean(ReplicaLifecycle.class).hasBean("hostLifecycle"));
    }

    @Test
    void a_lazy_host_has_a_node_all_the_same() {
        runner().withInitializer(context -> context.addBeanFactoryPostProcessor(beans -> {
            for (String name : beans.getBeanDefinitionNames()) {
                BeanDefinition definition = beans.getBeanDefinition(name);
                definition.setLazyInit(true);
            }
        })).run(context -> Calls.requireWon(context.getBean(ReplicaDriver.class), "seat", "alice"));
    }

    @Test
    void a_call_before_the_start_fails_at_once() {
        runner().withUserConfiguration(EarlyCaller.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(Outcome.class)).isInstanceOfSatisfying(Outcome.NotExecuted.class,
                    refused -> assertThat(refused.reason()).isEqualTo(Reason.NOT_STARTED));
        });
    }

    private static List<Path> filesIn(Path directory) throws IOException {
        try (Stream<Path> found = Files.walk(directory)) {
            return found.filter(path -> !path.equals(directory)).toList();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class HostStore {
        @Bean
        ForgetfulStore hostStore() {
            return new ForgetfulStore();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class HostDriver {
        @Bean
        ReplicaDriver hostDriver() {
            NodeId self = NodeId.of("hosts-own");
            return new ReplicaDriver(self, new ForgetfulStore(), Transport.none(), TestReplicas.clusterOfOne(self), List::of,
                    DriverOptions.DEFAULTS);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class HostLifecycle {
        @Bean
        ReplicaLifecycle hostLifecycle(ReplicaDriver driver) {
            return new ReplicaLifecycle(driver, new CallGate(), Duration.ofMillis(500));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class EarlyCaller {
        @Bean
        Outcome earlyCall(ReplicaDriver driver) {
            return Calls.decide(driver, "seat", "alice");
        }
    }
}
