package io.paxos.core.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.message.Accept;
import io.paxos.core.message.Accepted;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Message;
import io.paxos.core.message.Nack;
import io.paxos.core.message.Prepare;
import io.paxos.core.message.Promise;
import io.paxos.core.replica.Effects;
import io.paxos.core.replica.Input;
import io.paxos.core.replica.Replica;
import io.paxos.core.replica.ReplicaStatus;
import io.paxos.core.simulation.Simulation;
import io.paxos.core.simulation.SimulationOptions;
import io.paxos.core.simulation.SimulationReport;
import io.paxos.core.simulation.SteppedReplica;
import io.paxos.core.trace.TraceEvent.Kind;
import io.paxos.core.trace.TraceEvent.Verdict;
import io.paxos.core.trace.TraceEvent.What;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile schedules with and without a tracer: the protocol does the same, and no event is missing or contradicts itself. */
@Tag("TOY-5")
@Tag("USI-10")
class TracedSimulationTests {

    private static final long EVENTS = 6_000;

    @ParameterizedTest
    @ValueSource(longs = {2, 5, 8, 13, 21, 34})
    void a_traced_run_has_the_effects_of_an_untraced_one(long seed) {
        List<Effects> plain = new ArrayList<>();
        List<Effects> traced = new ArrayList<>();
        List<TraceEvent> events = new ArrayList<>();
        SimulationReport untold = run(seed, plain, null);
        SimulationReport told = run(seed, traced, events);

        assertThat(told).as("seed %d", seed).isEqualTo(untold);
        assertThat(traced.size()).isEqualTo(plain.size());
        for (int step = 0; step < plain.size(); step++) {
            assertThat(traced.get(step)).as("seed %d, step %d", seed, step).isEqualTo(plain.get(step));
        }
        assertThat(events).as("seed %d", seed).anyMatch(is(Kind.PROMISE, What.COUNTED))
                .anyMatch(is(Kind.ACCEPTED, What.COUNTED));
    }

    private static Predicate<TraceEvent> is(Kind kind, What what) {
        return event -> event.kind() == kind && event.what() == what;
    }

    private static SimulationReport run(long seed, List<Effects> effects, List<TraceEvent> events) {
        return Simulation.run(seed, SimulationOptions.duelFrom(seed, EVENTS), setup -> {
            Replica replica = new Replica(setup);
            List<TraceEvent> ofStep = new ArrayList<>();
            StepTracer tracer = events == null ? null : new StepTracer(replica, ofStep::add);
            return new SteppedReplica() {
                @Override
                public Effects step(Input input) {
                    if (tracer == null) {
                        effects.add(replica.step(input));
                    } else {
                        long chosenBefore = replica.status().chosenUpTo();
                        effects.add(tracer.step(input));
                        requireComplete(seed, replica.status(), chosenBefore, input, effects.get(effects.size() - 1), ofStep);
                        events.addAll(ofStep);
                        ofStep.clear();
                    }
                    return effects.get(effects.size() - 1);
                }

                @Override
                public ReplicaStatus status() {
                    return replica.status();
                }
            };
        });
    }

    /** One event for each message of the two phases that came in or leaves, but for answers, which stand with their requests. */
    private static void requireComplete(long seed, ReplicaStatus now, long chosenBefore, Input input, Effects effects,
            List<TraceEvent> events) {
        int expected = 0;
        boolean request = false;
        if (input instanceof Input.Received received) {
            Message message = received.envelope().message();
            request = message instanceof Prepare || message instanceof Accept;
            boolean answer = message instanceof Promise || message instanceof Accepted || message instanceof Nack;
            expected += request || answer ? 1 : 0;
        }
        for (List<Envelope> leaving : List.of(effects.free(), effects.afterWrites())) {
            for (Envelope envelope : leaving) {
                Message message = envelope.message();
                boolean own = envelope.to().equals(now.node());
                expected += message instanceof Prepare || message instanceof Accept || message instanceof Nack && !request
                        || own && !request && (message instanceof Promise || message instanceof Accepted) ? 1 : 0;
            }
        }
        assertThat(events).as("seed %d, events of %s", seed, input).hasSize(expected);
        events.forEach(event -> requireSense(seed, now, chosenBefore, event));
    }

    private static void requireSense(long seed, ReplicaStatus now, long chosenBefore, TraceEvent event) {
        String what = "seed " + seed + ", " + event.line();
        assertThat(event.chosenUpTo()).as(what).isEqualTo(now.chosenUpTo());
        if (event.what() == What.ANSWERED) {
            assertThat(event.to()).as(what).isEqualTo(now.node());
            assertThat(event.promised()).as(what).isEqualTo(now.promised()).isGreaterThanOrEqualTo(event.promisedBefore());
            assertThat(event.verdict()).as(what)
                    .isEqualTo(event.ballot().isBelow(event.promisedBefore()) ? Verdict.REJ : Verdict.ACC);
            if (event.kind() == Kind.ACCEPT && event.accepted() != null && event.accepted().ballot() == null) {
                assertThat(event.accepted().slot()).as(what).isLessThanOrEqualTo(chosenBefore);
            }
        } else if (event.what() == What.COUNTED && event.kind() == Kind.PROMISE) {
            assertThat(event.count().members()).as(what).contains(event.from());
            assertThat(now.ballot()).as(what).isEqualTo(event.ballot());
            boolean won = event.count().weight() >= event.count().quorum();
            assertThat(now.role()).as(what).isEqualTo(won ? "leader" : "candidate");
        } else if (event.what() == What.COUNTED && event.kind() == Kind.ACCEPTED) {
            assertThat(event.count().members()).as(what).contains(event.from());
            if (event.count().weight() < event.count().quorum()) {
                // it may be beyond the first slot: a promise has told that some recovered slots are chosen (L4)
                assertThat(event.chosenUpTo()).as(what).isEqualTo(chosenBefore);
            } else if (event.firstSlot() == chosenBefore + 1) {
                assertThat(event.chosenUpTo()).as(what).isGreaterThanOrEqualTo(event.lastSlot());
            }
        }
    }
}
