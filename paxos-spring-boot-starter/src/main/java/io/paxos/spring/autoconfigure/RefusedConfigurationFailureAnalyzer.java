package io.paxos.spring.autoconfigure;

import io.paxos.spring.properties.RefusedConfigurationException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;

/** Says what is wrong with the configuration, what to do, and where the properties were set; never their values. */
final class RefusedConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<RefusedConfigurationException> {

    private final Environment environment;

    RefusedConfigurationFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, RefusedConfigurationException cause) {
        Set<String> places = new LinkedHashSet<>();
        for (String property : cause.properties()) {
            Origin origin = originOf(property);
            if (origin != null) {
                places.add((property + ": " + origin).replaceAll("\\p{Cntrl}", "?"));
            }
        }
        String where = places.isEmpty() ? "" : "\n\nSet here:\n\n    " + String.join("\n    ", places);
        return new FailureAnalysis(cause.getMessage() + where, cause.action(), cause);
    }

    /** The place that counts, which is the first; null for a default. */
    private @Nullable Origin originOf(String property) {
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (ConfigurationPropertyName.isValid(property)) {
                ConfigurationProperty found = source.getConfigurationProperty(ConfigurationPropertyName.of(property));
                if (found != null) {
                    return found.getOrigin();
                }
            } else if (source.getUnderlyingSource() instanceof PropertySource<?> written && written.containsProperty(property)) {
                return PropertySourceOrigin.get(written, property);
            }
        }
        return null;
    }
}
