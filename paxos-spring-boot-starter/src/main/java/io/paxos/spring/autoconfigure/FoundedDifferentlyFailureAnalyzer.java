package io.paxos.spring.autoconfigure;

import io.paxos.core.founding.FoundedDifferentlyException;
import java.nio.file.Path;
import java.util.Objects;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Says with which peers a cluster was founded, when the configuration lists others (rule F7). */
final class FoundedDifferentlyFailureAnalyzer extends AbstractFailureAnalyzer<FoundedDifferentlyException> {

    private final Environment environment;

    FoundedDifferentlyFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, FoundedDifferentlyException cause) {
        String dataDir = environment.getProperty("paxos.data-dir", "./data");
        String node = environment.getProperty("paxos.node-id", "node1");
        Path directory = Path.of(dataDir, node).toAbsolutePath().normalize();
        String what = StringUtils.capitalize(Objects.requireNonNull(cause.getMessage()));
        return new FailureAnalysis(what + ". The data directory of the node is " + directory + ".",
                "Set paxos.node-id and paxos.peers to what they were when the cluster was founded. To found another cluster, "
                        + "use another paxos.data-dir.",
                cause);
    }
}
