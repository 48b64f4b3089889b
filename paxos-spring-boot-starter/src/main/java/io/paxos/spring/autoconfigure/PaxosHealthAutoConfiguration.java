package io.paxos.spring.autoconfigure;

import io.paxos.core.driver.ReplicaDriver;
import io.paxos.spring.actuator.PaxosHealthIndicator;
import io.paxos.spring.actuator.ReadinessMembership;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.context.annotation.Bean;

/** The health of the node, as a part of readiness, where Boot's health is. */
@AutoConfiguration(after = PaxosAutoConfiguration.class,
        afterName = "org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration")
@ConditionalOnClass(ConditionalOnEnabledHealthIndicator.class)
@ConditionalOnEnabledHealthIndicator("paxos")
@ConditionalOnBean(ReplicaDriver.class)
public final class PaxosHealthAutoConfiguration {

    PaxosHealthAutoConfiguration() {
    }

    @Bean
    @ConditionalOnMissingBean(name = "paxosHealthIndicator")
    PaxosHealthIndicator paxosHealthIndicator(ReplicaDriver driver) {
        return new PaxosHealthIndicator(driver);
    }

    @Bean
    @ConditionalOnMissingBean
    ReadinessMembership paxosReadinessMembership() {
        return new ReadinessMembership("paxos");
    }
}
