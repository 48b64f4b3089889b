package io.paxos.spring.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Says which properties below {@code paxos} there are none of; before Boot does so in words of its binder. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnknownPropertyFailureAnalyzer extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException> {

    private static final ConfigurationPropertyName PAXOS = ConfigurationPropertyName.of("paxos");

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, UnboundConfigurationPropertiesException cause) {
        List<ConfigurationProperty> unknown = cause.getUnboundProperties().stream()
                .filter(property -> PAXOS.isAncestorOf(property.getName())).toList();
        if (unknown.isEmpty()) {
            return null;
        }
        String names = unknown.stream().map(property -> "'" + property.getName() + "' (" + property.getOrigin() + ")")
                .collect(Collectors.joining(", "));
        return new FailureAnalysis("There is no property " + names + ".",
                "Correct the name, or take it out: a mistyped paxos.peers, for instance, would make each node a cluster of its "
                        + "own. An IDE completes the names, and the README lists them.",
                cause);
    }
}
