package io.paxos.spring.autoconfigure;

import io.paxos.core.ballot.NodeId;
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
import io.paxos.spring.actuator.StepTrace;
import io.paxos.spring.jpa.JpaAcceptorStore;
import io.paxos.spring.lifecycle.CallGate;
import io.paxos.spring.lifecycle.ReplicaLifecycle;
import io.paxos.spring.properties.NodeConfiguration;
import io.paxos.spring.properties.PaxosProperties;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** A node of a cluster, with its store. Without {@code paxos.peers} it is a cluster of one. */
@AutoConfiguration(after = PaxosTransportAutoConfiguration.class)
@ConditionalOnProperty(prefix = "paxos", name = "enabled", matchIfMissing = true)
@EnableConfigurationProperties(PaxosProperties.class)
public final class PaxosAutoConfiguration {

    private static final Logger log = LoggerFactory.getLogger(PaxosAutoConfiguration.class);

    /** The one log, for now. */
    private static final String GROUP = "default";

    /** Looks at the keys as they were written, before they are bound. */
    PaxosAutoConfiguration(Environment environment) {
        PeerKeys.requireReadable(environment);
    }

    @Bean
    @ConditionalOnMissingBean
    NodeConfiguration paxosNodeConfiguration(PaxosProperties properties) {
        return NodeConfiguration.of(properties);
    }

    // Not closed by the container: the driver does that, on the one thread that may touch the store.
    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean({AcceptorStore.class, ReplicaDriver.class})
    AcceptorStore paxosAcceptorStore(PaxosProperties properties, NodeConfiguration node) {
        PaxosProperties.Datasource datasource = properties.datasource();
        return JpaAcceptorStore.of(GROUP, properties.cluster(), node.self(), directoryOf(properties), datasource.url(),
                datasource.username(), datasource.password(), datasource.allowVolatile());
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
    ReplicaDriver paxosReplicaDriver(PaxosProperties properties, NodeConfiguration node, AcceptorStore store,
            ObjectProvider<Transport> transports, ObjectProvider<ReplicaListener> listeners) {
        NodeId self = node.self();
        Collection<NodeId> members = node.peers().isEmpty() ? List.of(self) : node.peers().keySet();
        Transport transport = node.others().isEmpty() ? Transport.none() : transports.getIfAvailable();
        if (transport == null) {
            throw RefusedHost.withoutServlets();
        }
        if (members.size() == 1) {
            boolean meantForMore = properties.security().sharedSecret() != null;
            log.atLevel(meantForMore ? Level.WARN : Level.INFO)
                    .log("{} is a cluster of one, for development{}: list the nodes in paxos.peers for more", self,
                            meantForMore ? ", although it has a shared secret" : "");
        }
        FoundingPlan plan = FoundingPlan.majority(properties.cluster(), members);
        ReplicaOptions options = NodeOptions.ofReplica(properties, node);
        return new ReplicaDriver(self, store, transport,
                durable -> new Replica(new ReplicaSetup(self, GROUP, plan, options, durable,
                        new ReplicatedState(), new SplittableRandom(new SecureRandom().nextLong()), RoleFactory.STANDARD)),
                () -> listeners.orderedStream().toList(), NodeOptions.ofDriver(properties, node));
    }

    @Bean
    @ConditionalOnProperty(prefix = "paxos.trace", name = "enabled")
    @ConditionalOnMissingBean
    StepTrace paxosStepTrace(PaxosProperties properties, NodeConfiguration node) {
        return new StepTrace(node.self(), properties.trace().size());
    }

    @Bean
    @ConditionalOnMissingBean
    CallGate paxosCallGate() {
        return new CallGate();
    }

    @Bean
    @ConditionalOnMissingBean
    ReplicaLifecycle paxosReplicaLifecycle(ReplicaDriver driver, CallGate gate, PaxosProperties properties) {
        return new ReplicaLifecycle(driver, gate, properties.election().timeout());
    }
}
