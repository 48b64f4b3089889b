package io.paxos.spring.autoconfigure;

import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.retry.RetryRegistry;
import io.paxos.core.driver.ReplicaDriver;
import io.paxos.spring.lifecycle.CallGate;
import io.paxos.spring.properties.NodeConfiguration;
import io.paxos.spring.properties.PaxosProperties;
import io.paxos.spring.template.CallListener;
import io.paxos.spring.template.ConsensusOperations;
import io.paxos.spring.template.ConsensusRetry;
import io.paxos.spring.template.ConsensusTemplate;
import io.paxos.spring.template.JsonValueCodec;
import io.paxos.spring.template.TemplateOptions;
import io.paxos.spring.template.ValueCodec;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.json.JsonMapper;

/** What applications inject. */
@AutoConfiguration(after = PaxosAutoConfiguration.class,
        afterName = {"io.github.resilience4j.springboot.retry.autoconfigure.RetryAutoConfiguration",
            "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration"})
@ConditionalOnBean({ReplicaDriver.class, NodeConfiguration.class})
public final class PaxosTemplateAutoConfiguration {

    /** Under which the policy of callers stands in {@code resilience4j.retry.instances} or {@code .configs}. */
    private static final String POLICY = "paxos";

    PaxosTemplateAutoConfiguration() {
    }

    @Bean
    @ConditionalOnMissingBean
    ValueCodec paxosValueCodec(ObjectProvider<JsonMapper> mapper) {
        return new JsonValueCodec(mapper.getIfUnique(() -> JsonMapper.builder().build()));
    }

    @Bean
    @ConditionalOnMissingBean(ConsensusOperations.class)
    ConsensusTemplate consensusTemplate(PaxosProperties properties, NodeConfiguration node, ReplicaDriver driver,
            ValueCodec codec, ObjectProvider<RetryRegistry> retries, ObjectProvider<CallGate> gate,
            ObjectProvider<CallListener> listeners) {
        TemplateOptions options = new TemplateOptions(properties.requestTimeout(),
                Math.toIntExact(properties.limits().value().toBytes()), properties.log().queueSize(),
                properties.log().queueBytes().toBytes());
        return new ConsensusTemplate(node.self(), driver, codec, options, policyOf(retries.getIfUnique()),
                gate.getIfAvailable(CallGate::new), listeners.orderedStream().toList());
    }

    /** One that is configured by name, else a configuration of that name, else ours. */
    private static Retry policyOf(@Nullable RetryRegistry registry) {
        if (registry == null) {
            return Retry.of(POLICY, ConsensusRetry.defaults());
        }
        return registry.find(POLICY).orElseGet(() -> {
            RetryConfig config = registry.getConfiguration(POLICY).orElseGet(ConsensusRetry::defaults);
            return registry.retry(POLICY, config);
        });
    }
}
