package io.paxos.spring.autoconfigure;

import io.paxos.core.founding.FoundedDifferentlyException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says with which peers a cluster was founded, when the configuration lists others (rule F7). */
final class FoundedDifferentlyFailureAnalyzer extends AbstractFailureAnalyzer<FoundedDifferentlyException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, FoundedDifferentlyException cause) {
        return new FailureAnalysis(cause.getMessage(),
                "Set paxos.node-id and paxos.peers to what they were when the cluster was founded. To found another cluster, "
                        + "use another paxos.data-dir.", cause);
    }
}
