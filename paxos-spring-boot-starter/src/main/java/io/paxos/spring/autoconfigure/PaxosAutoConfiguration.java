package io.paxos.spring.autoconfigure;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.driver.DriverOptions;
import io.paxos.core.driver.ReplicaDriver;
import io.paxos.core.machine.ReplicatedState;
import io.paxos.core.membership.FoundingPlan;
import io.paxos.core.port.AcceptorStore;
import io.paxos.core.port.ReplicaListener;
import io.paxos.core.port.Transport;
import io.paxos.core.replica.Replica;
import io.paxos.core.replica.ReplicaOptions;
import io.paxos.core.replica.ReplicaSetup;
import io.paxos.core.replica.RoleFactory;
import io.paxos.spring.jpa.JpaAcceptorStore;
import io.paxos.spring.lifecycle.ReplicaLifecycle;
import io.paxos.spring.properties.PaxosProperties;
import java.security.SecureRandom;
import java.util.List;
import java.util.SplittableRandom;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * A node of a cluster, with its store. As long as there is no transport it is a cluster of one.
 */
@AutoConfiguration
@ConditionalOnProperty(prefix = "paxos", name = "enabled", matchIfMissing = true)
@EnableConfigurationProperties(PaxosProperties.class)
public final class PaxosAutoConfiguration {

    /** The one log, for now. */
    private static final String GROUP = "default";

    PaxosAutoConfiguration() {
    }

    // Not closed by the container: the driver does that, on the one thread that may touch the store.
    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean
    AcceptorStore paxosAcceptorStore(PaxosProperties properties) {
        PaxosProperties.Datasource datasource = properties.datasource();
        return JpaAcceptorStore.of(GROUP, properties.cluster(), NodeId.of(properties.nodeId()), properties.dataDir(),
                datasource.url(), datasource.username(), datasource.password(), datasource.allowVolatile());
    }

    @Bean
    @ConditionalOnMissingBean
    ReplicaDriver paxosReplicaDriver(PaxosProperties properties, AcceptorStore store, ObjectProvider<ReplicaListener> listeners) {
        NodeId self = NodeId.of(properties.nodeId());
        FoundingPlan plan = FoundingPlan.majority(properties.cluster(), List.of(self));
        return new ReplicaDriver(self, store, Transport.none(),
                durable -> new Replica(new ReplicaSetup(self, GROUP, plan, ReplicaOptions.DEFAULTS, durable,
                        new ReplicatedState(), new SplittableRandom(new SecureRandom().nextLong()), RoleFactory.STANDARD)),
                listeners.orderedStream().toList(), DriverOptions.DEFAULTS);
    }

    @Bean
    @ConditionalOnMissingBean
    ReplicaLifecycle paxosReplicaLifecycle(ReplicaDriver driver) {
        return new ReplicaLifecycle(driver);
    }
}
