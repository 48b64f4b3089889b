package io.paxos.core.trace;

import io.paxos.core.message.Envelope;
import io.paxos.core.replica.Effects;
import io.paxos.core.replica.Input;
import io.paxos.core.replica.Replica;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Steps a replica and tells each message of the two phases that it takes in, answers, counts or lets out, before the effects act.
 * The replica does what it would do anyway, and gives the same effects. Confined to one thread at a time.
 */
public final class StepTracer {

    private static final Logger log = LoggerFactory.getLogger(StepTracer.class);

    private final Replica replica;
    private final Consumer<TraceEvent> told;
    private final AcceptorTrace acceptor;
    private final ProposerTrace proposer;
    private boolean failed;

    /**
     * @param replica stepped by nobody else from now on
     * @param told takes the events; an exception that it throws is logged once, and otherwise ignored
     */
    public StepTracer(Replica replica, Consumer<TraceEvent> told) {
        this.replica = replica;
        this.told = told;
        this.acceptor = new AcceptorTrace(replica.roles());
        this.proposer = new ProposerTrace(replica.roles());
    }

    /** See {@link Replica#step}. */
    public Effects step(Input input) {
        quietly(() -> {
            acceptor.before(input);
            proposer.before(input);
        });
        Effects effects = replica.step(input);
        quietly(() -> eventsOf(input, effects).forEach(told));
        return effects;
    }

    private List<TraceEvent> eventsOf(Input input, Effects effects) {
        List<TraceEvent> events = new ArrayList<>();
        if (input instanceof Input.Received received) {
            proposer.received(received.envelope(), events);
            acceptor.received(received.envelope(), effects, events);
        }
        for (List<Envelope> leaving : List.of(effects.free(), effects.afterWrites())) {
            for (Envelope envelope : leaving) {
                proposer.sent(envelope, events);
                acceptor.sent(envelope, effects, events);
            }
        }
        return events;
    }

    /** Nothing depends on a trace: a fault in it is no fault of the node. */
    private void quietly(Runnable tracing) {
        try {
            tracing.run();
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            if (!failed) {
                failed = true;
                log.warn("the trace of {} has failed and may miss events", replica.roles().self(), e);
            }
        }
    }
}
