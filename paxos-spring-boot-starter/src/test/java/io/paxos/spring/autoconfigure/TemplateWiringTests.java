package io.paxos.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryRegistry;
import io.github.resilience4j.springboot.retry.autoconfigure.RetryAutoConfiguration;
import io.paxos.core.error.NotExecutedException;
import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.core.log.Bytes;
import io.paxos.core.port.AcceptorStore;
import io.paxos.core.port.Transport;
import io.paxos.spring.properties.NodeConfiguration;
import io.paxos.spring.properties.PaxosProperties;
import io.paxos.spring.template.CallOptions;
import io.paxos.spring.template.ConsensusOperations;
import io.paxos.spring.template.ConsensusTemplate;
import io.paxos.spring.template.JsonValueCodec;
import io.paxos.spring.template.ValueCodec;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What applications inject, what of it gives way to theirs, and the policy of its calls. */
class TemplateWiringTests {

    private static ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(PaxosAutoConfiguration.class, PaxosTemplateAutoConfiguration.class,
                        RetryAutoConfiguration.class))
                .withBean(AcceptorStore.class, ForgetfulStore::new).withPropertyValues("paxos.node-id=asks1");
    }

    /** A node that hears nobody, for ever. */
    private static ApplicationContextRunner lonely() {
        return runner().withBean(Transport.class, Transport::none).withPropertyValues("paxos.peers.asks1=http://127.0.0.1:1",
                "paxos.peers.asks2=http://127.0.0.1:2");
    }

    @Test
    void a_template_is_there_and_answers() {
        runner().run(context -> {
            assertThat(context).hasSingleBean(ConsensusOperations.class).hasSingleBean(ConsensusTemplate.class)
                    .hasSingleBean(ValueCodec.class).hasSingleBean(NodeConfiguration.class);
            assertThat(context.getBean(ConsensusTemplate.class).decide("seat", "alice").won()).isTrue();
        });
        assertThat(Calls.threadsOf("asks1")).isEmpty();
    }

    @Test
    void a_disabled_node_has_none() {
        runner().withPropertyValues("paxos.enabled=false").run(context -> assertThat(context).hasNotFailed()
                .doesNotHaveBean(ConsensusOperations.class).doesNotHaveBean(ValueCodec.class));
    }

    @Test
    void the_template_gives_way_to_operations_of_the_hosts() {
        runner().withBean(ConsensusOperations.class, () -> mock(ConsensusOperations.class))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(ConsensusOperations.class)
                        .doesNotHaveBean(ConsensusTemplate.class));
    }

    @Test
    void the_codec_gives_way_to_the_hosts_and_the_template_uses_that() {
        runner().withUserConfiguration(HostCodec.class).run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(ValueCodec.class).doesNotHaveBean(JsonValueCodec.class);
            context.getBean(ConsensusTemplate.class).append("log", "value");
            assertThat(context.getBean(ConsensusTemplate.class).read("log", 0, 1, String.class).get(0).value())
                    .isEqualTo("decoded by the host");
        });
    }

    @Test
    void the_codec_writes_with_the_mapper_of_the_host() {
        record Order(String at) {
        }
        runner().withBean(JsonMapper.class, () -> JsonMapper.builder().enable(SerializationFeature.WRAP_ROOT_VALUE).build())
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(ValueCodec.class).encode(new Order("now")).utf8())
                            .isEqualTo("{\"Order\":{\"at\":\"now\"}}");
                });
    }

    @Test
    void the_checked_configuration_gives_way_to_the_hosts() {
        runner().withUserConfiguration(HostNode.class)
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(NodeConfiguration.class).hasBean("hostNode"));
    }

    @Test
    void the_properties_reach_the_template() {
        lonely().withPropertyValues("paxos.request-timeout=50ms", "paxos.limits.value=10B").run(context -> {
            ConsensusTemplate template = context.getBean(ConsensusTemplate.class);
            assertReason(template, "0123456789", CallOptions.DEFAULTS, Reason.NOT_STARTED);
            assertReason(template, "0123456789a", CallOptions.DEFAULTS, Reason.VALUE_TOO_LARGE);
        });
    }

    @Test
    void without_a_policy_of_the_hosts_a_call_is_attempted_until_its_deadline() {
        lonely().run(context -> {
            Retry policy = context.getBean(RetryRegistry.class).find("paxos").orElseThrow();
            assertThat(policy.getRetryConfig().getMaxAttempts()).isEqualTo(Integer.MAX_VALUE);

            long begin = System.nanoTime();
            assertReason(context.getBean(ConsensusTemplate.class), "alice",
                    CallOptions.DEFAULTS.withTimeout(Duration.ofSeconds(1)), Reason.NOT_STARTED);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofMillis(300), Duration.ofSeconds(5));
        });
    }

    @Test
    void an_instance_of_the_hosts_is_the_policy() {
        lonely().withPropertyValues("resilience4j.retry.instances.paxos.max-attempts=3",
                "resilience4j.retry.instances.paxos.wait-duration=1ms").run(
                        context -> requireThreeAttempts(
                                context.getBean(RetryRegistry.class), context.getBean(ConsensusTemplate.class)));
    }

    @Test
    void else_a_configuration_of_the_hosts_is() {
        lonely().withPropertyValues("resilience4j.retry.configs.paxos.max-attempts=3",
                "resilience4j.retry.configs.paxos.wait-duration=1ms").run(
                        context -> requireThreeAttempts(
                                context.getBean(RetryRegistry.class), context.getBean(ConsensusTemplate.class)));
    }

    @Test
    void without_a_registry_it_is_the_same() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(PaxosAutoConfiguration.class, PaxosTemplateAutoConfiguration.class))
                .withBean(AcceptorStore.class, ForgetfulStore::new).withPropertyValues("paxos.node-id=asks1")
                .run(context -> assertThat(context.getBean(ConsensusTemplate.class).decide("seat", "alice").won()).isTrue());
    }

    private static void requireThreeAttempts(RetryRegistry registry, ConsensusTemplate template) {
        int[] retries = {0};
        Retry policy = registry.find("paxos").orElseThrow();
        policy.getEventPublisher().onRetry(event -> retries[0]++);
        long begin = System.nanoTime();
        assertReason(template, "alice", CallOptions.DEFAULTS.withTimeout(Calls.PATIENCE), Reason.NOT_STARTED);

        assertThat(retries[0]).isEqualTo(2);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }

    private static void assertReason(ConsensusTemplate template, String value, CallOptions options, Reason reason) {
        assertThatThrownBy(() -> template.decide("seat", value, options)).isInstanceOfSatisfying(NotExecutedException.class,
                refused -> assertThat(refused.reason()).as(refused.getMessage()).isEqualTo(reason));
    }

    @Configuration(proxyBeanMethods = false)
    static class HostCodec {
        @Bean
        ValueCodec hostCodec() {
            return new ValueCodec() {
                @Override
                public Bytes encode(Object value) {
                    return Bytes.utf8("encoded");
                }

                @Override
                public <T> T decode(Bytes bytes, Class<T> type) {
                    return type.cast("decoded by the host");
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class HostNode {
        @Bean
        NodeConfiguration hostNode(PaxosProperties properties) {
            return NodeConfiguration.of(properties);
        }
    }
}
