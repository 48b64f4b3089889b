package io.paxos.spring.autoconfigure;

import io.paxos.core.driver.DriverOptions;
import io.paxos.core.driver.ReplicaDriver;
import io.paxos.spring.actuator.PaxosEndpoint;
import io.paxos.spring.actuator.StepTrace;
import io.paxos.spring.properties.NodeConfiguration;
import io.paxos.spring.properties.PaxosProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The endpoint {@code paxos}, where the actuator is. */
@AutoConfiguration(after = PaxosAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean({ReplicaDriver.class, NodeConfiguration.class})
@ConditionalOnAvailableEndpoint(endpoint = PaxosEndpoint.class)
public final class PaxosActuatorAutoConfiguration {

    PaxosActuatorAutoConfiguration() {
    }

    @Bean
    @ConditionalOnMissingBean
    PaxosEndpoint paxosEndpoint(ReplicaDriver driver, NodeConfiguration node, PaxosProperties properties,
            ObjectProvider<StepTrace> trace) {
        return new PaxosEndpoint(driver, node.self(), properties.cluster(), node.others(), DriverOptions.DEFAULTS.tick(),
                properties.election().timeout(), trace.getIfAvailable());
    }
}
