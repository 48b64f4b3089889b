package io.paxos.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paxos.core.log.Bytes;
import io.paxos.core.machine.MapValue;
import io.paxos.core.replica.Effects;
import io.paxos.core.replica.Input;
import io.paxos.core.replica.Outcome;
import io.paxos.core.replica.ReplicaStatus;
import io.paxos.core.replica.Reply;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@link Linearizable} at the end of whole runs. */
class LinearizableRunsTests {

    private static final long EVENTS = 9_000;

    @Test
    void every_history_of_the_production_protocol_is_decided() {
        assertThat(LongStream.rangeClosed(1, 20)
                .mapToObj(seed -> Simulation.run(seed, SimulationOptions.drawnFrom(seed, EVENTS))))
                .allSatisfy(report -> assertThat(report.notDecided()).as("seed %d", report.seed()).isZero());
    }

    @Test
    @Tag("USI-7")
    void a_read_with_the_right_version_and_a_wrong_value_is_found_when_the_run_is_over() {
        SteppedReplica.Factory broken = setup -> wrongValues(SteppedReplica.Factory.PRODUCTION.create(setup));
        assertThatThrownBy(() -> LongStream.rangeClosed(1, 10)
                .forEach(seed -> Simulation.run(seed, SimulationOptions.duelFrom(seed, EVENTS), broken)))
                .isInstanceOf(SimulationFailure.class)
                .hasMessageContaining("Linearizable: key ")
                .hasMessageContaining("written by no call: made up");
    }

    private static SteppedReplica wrongValues(SteppedReplica right) {
        return new SteppedReplica() {
            @Override
            public Effects step(Input input) {
                Effects effects = right.step(input);
                List<Reply> replies = effects.replies().stream().map(LinearizableRunsTests::wrong).toList();
                return new Effects(effects.write(), effects.free(), effects.afterWrites(), effects.applied(), replies,
                        effects.events());
            }

            @Override
            public ReplicaStatus status() {
                return right.status();
            }
        };
    }

    private static Reply wrong(Reply reply) {
        return reply.outcome() instanceof Outcome.ReadDone read && read.result() instanceof MapValue value
                && value.value() != null
                        ? new Reply(reply.call(),
                                new Outcome.ReadDone(new MapValue(value.key(), Bytes.utf8("made up"), value.version())))
                        : reply;
    }
}
