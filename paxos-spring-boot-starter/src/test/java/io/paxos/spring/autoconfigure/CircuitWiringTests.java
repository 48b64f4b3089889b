package io.paxos.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.springboot.circuitbreaker.autoconfigure.CircuitBreakerAutoConfiguration;
import io.paxos.core.port.AcceptorStore;
import io.paxos.core.port.Transport;
import io.paxos.spring.resilience.PeerCircuits;
import io.paxos.spring.web.PeerGuards;
import io.paxos.spring.web.PeerTransport;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

/** Which circuit breaker a peer has: one that the host configures by its name, one by the configuration of all peers, or ours. */
class CircuitWiringTests {

    private static final String ALL = "resilience4j.circuitbreaker.configs.paxos-peer.";
    private static final String ONE = "resilience4j.circuitbreaker.instances.paxos-peer-cut2.";

    private static WebApplicationContextRunner withoutRegistry() {
        return new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(PaxosAutoConfiguration.class, PaxosTransportAutoConfiguration.class))
                .withBean(AcceptorStore.class, ForgetfulStore::new).withPropertyValues("paxos.node-id=cut1",
                        "paxos.peers.cut1=http://127.0.0.1:1", "paxos.peers.cut2=http://127.0.0.1:2",
                        "paxos.peers.cut3=http://127.0.0.1:3");
    }

    private static WebApplicationContextRunner runner() {
        return withoutRegistry().withConfiguration(AutoConfigurations.of(CircuitBreakerAutoConfiguration.class));
    }

    private static CircuitBreakerConfig of(CircuitBreakerRegistry circuits, String peer) {
        return circuits.find("paxos-peer-" + peer).orElseThrow().getCircuitBreakerConfig();
    }

    private static void requireDefaults(CircuitBreakerConfig config) {
        assertThat(config.getSlidingWindowSize()).isEqualTo(20);
        assertThat(config.getMinimumNumberOfCalls()).isEqualTo(10);
        assertThat(config.getFailureRateThreshold()).isEqualTo(100);
        assertThat(config.getWaitIntervalFunctionInOpenState().apply(1)).isEqualTo(250);
        assertThat(config.getPermittedNumberOfCallsInHalfOpenState()).isEqualTo(2);
        assertThat(config.isAutomaticTransitionFromOpenToHalfOpenEnabled()).isFalse();
    }

    @Test
    void by_default_each_peer_has_ours_and_the_transport_uses_it() {
        runner().run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(PeerCircuits.class);
            CircuitBreakerRegistry circuits = context.getBean(CircuitBreakerRegistry.class);
            assertThat(circuits.getAllCircuitBreakers()).extracting(CircuitBreaker::getName)
                    .containsExactlyInAnyOrder("paxos-peer-cut2", "paxos-peer-cut3");
            requireDefaults(of(circuits, "cut2"));
            requireDefaults(of(circuits, "cut3"));
            await().atMost(Calls.PATIENCE).pollInterval(Duration.ofMillis(10))
                    .until(() -> circuits.find("paxos-peer-cut2").orElseThrow().getState() == State.OPEN);
        });
    }

    @Test
    void the_wait_follows_the_election_timeout_up_to_half_a_second() {
        runner().withPropertyValues("paxos.election.timeout=4s").run(context -> assertThat(
                of(context.getBean(CircuitBreakerRegistry.class), "cut2").getWaitIntervalFunctionInOpenState().apply(1))
                .isEqualTo(500));
    }

    @Test
    void what_the_host_configures_for_others_is_not_for_peers() {
        runner().withPropertyValues("resilience4j.circuitbreaker.configs.default.sliding-window-size=7",
                "resilience4j.circuitbreaker.instances.hosts.sliding-window-size=8")
                .run(context -> requireDefaults(of(context.getBean(CircuitBreakerRegistry.class), "cut2")));
    }

    @Test
    void a_configuration_of_the_hosts_is_that_of_all_peers() {
        runner().withPropertyValues(ALL + "sliding-window-size=7", ALL + "wait-duration-in-open-state=3s").run(context -> {
            CircuitBreakerRegistry circuits = context.getBean(CircuitBreakerRegistry.class);
            for (String peer : new String[] {"cut2", "cut3"}) {
                assertThat(of(circuits, peer).getSlidingWindowSize()).isEqualTo(7);
                assertThat(of(circuits, peer).getWaitIntervalFunctionInOpenState().apply(1)).isEqualTo(3_000);
            }
        });
    }

    @Test
    void an_instance_of_the_hosts_is_that_of_its_peer() {
        runner().withPropertyValues(ONE + "sliding-window-size=9").run(context -> {
            CircuitBreakerRegistry circuits = context.getBean(CircuitBreakerRegistry.class);
            assertThat(of(circuits, "cut2").getSlidingWindowSize()).isEqualTo(9);
            requireDefaults(of(circuits, "cut3"));
        });
    }

    @Test
    void an_instance_comes_before_the_configuration_and_may_build_on_it() {
        runner().withPropertyValues(ALL + "sliding-window-size=7", ALL + "minimum-number-of-calls=6",
                ONE + "base-config=paxos-peer", ONE + "sliding-window-size=9").run(context -> {
                    CircuitBreakerRegistry circuits = context.getBean(CircuitBreakerRegistry.class);
                    assertThat(of(circuits, "cut2").getSlidingWindowSize()).isEqualTo(9);
                    assertThat(of(circuits, "cut2").getMinimumNumberOfCalls()).isEqualTo(6);
                    assertThat(of(circuits, "cut3").getSlidingWindowSize()).isEqualTo(7);
                });
    }

    @Test
    void without_a_registry_there_are_circuits_too() {
        withoutRegistry().run(context -> assertThat(context).hasNotFailed().hasSingleBean(PeerTransport.class)
                .hasSingleBean(PeerCircuits.class).doesNotHaveBean(CircuitBreakerRegistry.class));
    }

    @Test
    void they_give_way_to_guards_of_the_hosts() {
        AtomicInteger asked = new AtomicInteger();
        runner().withBean("hosts", PeerGuards.class, () -> peer -> () -> {
            asked.incrementAndGet();
            return null;
        }).run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(PeerGuards.class).doesNotHaveBean(PeerCircuits.class);
            assertThat(context.getBean(CircuitBreakerRegistry.class).getAllCircuitBreakers()).isEmpty();
            await().atMost(Calls.PATIENCE).until(() -> asked.get() > 0);
        });
    }

    @Test
    void a_node_that_is_disabled_or_has_a_transport_of_the_hosts_has_none() {
        runner().withPropertyValues("paxos.enabled=false").run(CircuitWiringTests::requireNone);
        runner().withBean("hosts", Transport.class, Transport::none).run(CircuitWiringTests::requireNone);
    }

    private static void requireNone(AssertableWebApplicationContext context) {
        assertThat(context).hasNotFailed().doesNotHaveBean(PeerGuards.class);
        assertThat(context.getBean(CircuitBreakerRegistry.class).getAllCircuitBreakers()).isEmpty();
    }
}
