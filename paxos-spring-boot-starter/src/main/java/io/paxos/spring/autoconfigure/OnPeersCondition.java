package io.paxos.spring.autoconfigure;

import java.util.Map;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches if the node is to have peers. A list of peers that cannot be read is left to those who say so better. */
final class OnPeersCondition extends SpringBootCondition {

    private static final String PEERS = "paxos.peers";

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("Paxos peers");
        int count;
        try {
            count = Binder.get(context.getEnvironment()).bind(PEERS, Bindable.mapOf(String.class, String.class))
                    .map(Map::size).orElse(0);
        } catch (BindException e) {
            return ConditionOutcome.noMatch(message.because(PEERS + " cannot be read"));
        }
        return count > 1 ? ConditionOutcome.match(message.because(count + " nodes are listed in " + PEERS))
                : ConditionOutcome.noMatch(message.because("a cluster of one has no peers"));
    }
}
