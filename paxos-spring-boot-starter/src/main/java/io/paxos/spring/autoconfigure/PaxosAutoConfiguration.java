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
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;

/**
 * A node of a cluster, with its store. As long as there is no transport it is a cluster of one.
 */
@AutoConfiguration
@ConditionalOnProperty(prefix = "paxos", name = "enabled", matchIfMissing = true)
@EnableConfigurationProperties(PaxosProperties.class)
public final class PaxosAutoConfiguration {

    private static final Logger log = LoggerFactory.getLogger(PaxosAutoConfiguration.class);

    /** The one log, for now. */
    private static final String GROUP = "default";

    PaxosAutoConfiguration() {
    }

    // Not closed by the container: the driver does that, on the one thread that may touch the store.
    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean({AcceptorStore.class, ReplicaDriver.class})
    AcceptorStore paxosAcceptorStore(PaxosProperties properties) {
        PaxosProperties.Datasource datasource = properties.datasource();
        return JpaAcceptorStore.of(GROUP, properties.cluster(), NodeId.of(properties.nodeId()), directoryOf(properties),
                datasource.url(), datasource.username(), datasource.password(), datasource.allowVolatile());
    }

    private static Path directoryOf(PaxosProperties properties) {
        try {
            return properties.dataDirectory();
        } catch (InvalidPathException e) {
            throw new InvalidConfigurationPropertyValueException("paxos.data-dir", properties.dataDir(), e.getReason());
        }
    }

    @Bean
    @ConditionalOnMissingBean
    ReplicaDriver paxosReplicaDriver(PaxosProperties properties, AcceptorStore store, ObjectProvider<ReplicaListener> listeners) {
        NodeId self = NodeId.of(properties.nodeId());
        if (!properties.peers().isEmpty()) {
            throw new InvalidConfigurationPropertyValueException("paxos.peers", properties.peers(),
                    "This version has no transport between nodes yet: a node is a cluster of one.");
        }
        log.info("No paxos.peers: {} is a cluster of one, for development", self);
        FoundingPlan plan = FoundingPlan.majority(properties.cluster(), List.of(self));
        return new ReplicaDriver(self, store, Transport.none(),
                durable -> new Replica(new ReplicaSetup(self, GROUP, plan, ReplicaOptions.DEFAULTS, durable,
                        new ReplicatedState(), new SplittableRandom(new SecureRandom().nextLong()), RoleFactory.STANDARD)),
                () -> listeners.orderedStream().toList(), DriverOptions.DEFAULTS);
    }

    @Bean
    @ConditionalOnMissingBean
    ReplicaLifecycle paxosReplicaLifecycle(ReplicaDriver driver) {
        return new ReplicaLifecycle(driver);
    }
}
