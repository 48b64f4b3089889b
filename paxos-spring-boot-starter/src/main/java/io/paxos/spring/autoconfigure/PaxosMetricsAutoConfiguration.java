package io.paxos.spring.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.paxos.core.driver.DriverOptions;
import io.paxos.core.driver.ReplicaDriver;
import io.paxos.spring.actuator.CallMeters;
import io.paxos.spring.actuator.PaxosMeters;
import io.paxos.spring.actuator.ReplicaMeters;
import io.paxos.spring.properties.NodeConfiguration;
import io.paxos.spring.template.CallListener;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The meters {@code paxos.*}, where there is a registry for them. The gauges among them are bound by Boot. */
@AutoConfiguration(after = PaxosAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ReplicaDriver.class, NodeConfiguration.class, MeterRegistry.class})
public final class PaxosMetricsAutoConfiguration {

    PaxosMetricsAutoConfiguration() {
    }

    @Bean
    @ConditionalOnMissingBean
    PaxosMeters paxosMeters(ReplicaDriver driver, NodeConfiguration node) {
        return new PaxosMeters(driver, node.self(), node.others().keySet(), DriverOptions.DEFAULTS.tick());
    }

    @Bean
    @ConditionalOnMissingBean
    ReplicaMeters paxosReplicaMeters(MeterRegistry registry, NodeConfiguration node) {
        return new ReplicaMeters(registry, node.self());
    }

    @Bean
    @ConditionalOnMissingBean(name = "paxosCallMeters")
    CallListener paxosCallMeters(MeterRegistry registry, NodeConfiguration node) {
        CallMeters meters = new CallMeters(registry, node.self());
        return (operation, end, took) -> meters.ended(operation, operation.writes(), end, took);
    }
}
