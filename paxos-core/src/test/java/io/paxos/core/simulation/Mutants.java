package io.paxos.core.simulation;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.log.Meta;
import io.paxos.core.message.Accept;
import io.paxos.core.message.Accepted;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Prepare;
import io.paxos.core.message.Promise;
import io.paxos.core.replica.Effects;
import io.paxos.core.replica.Input;
import io.paxos.core.replica.Replica;
import io.paxos.core.replica.ReplicaSetup;
import io.paxos.core.replica.ReplicaStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The mutants that change what goes into a production replica or what comes out of it. */
final class Mutants {

    private Mutants() {
    }

    private abstract static class Around implements SteppedReplica {
        final ReplicaSetup setup;
        private final Replica replica;

        Around(ReplicaSetup setup) {
            this.setup = setup;
            this.replica = new Replica(setup);
        }

        /** What the replica gets instead. */
        List<Input> before(Input input) {
            return List.of(input);
        }

        /** What is done instead. */
        Effects after(Effects effects) {
            return effects;
        }

        @Override
        public final Effects step(Input input) {
            Effects.Batch all = new Effects.Batch();
            for (Input changed : before(input)) {
                all.add(replica.step(changed));
            }
            return after(all.toEffects());
        }

        @Override
        public final ReplicaStatus status() {
            return replica.status();
        }
    }

    static final class ReplyBeforePromiseDurable extends Around {
        ReplyBeforePromiseDurable(ReplicaSetup setup) {
            super(setup);
        }

        @Override
        Effects after(Effects effects) {
            return releasing(effects, envelope -> envelope.message() instanceof Promise
                    && !envelope.to().equals(setup.self()), effects.write());
        }
    }

    static final class BallotReusedAfterRestart extends Around {
        private Ballot written;

        BallotReusedAfterRestart(ReplicaSetup setup) {
            super(setup);
            this.written = setup.durable().meta().promised();
        }

        @Override
        Effects after(Effects effects) {
            AcceptorWrite write = effects.write();
            boolean campaigns = effects.afterWrites().stream().anyMatch(e -> e.message() instanceof Prepare);
            if (write == null || !campaigns || !write.votes().isEmpty()) {
                written = write == null ? written : write.meta().promised();
                return effects;
            }
            AcceptorWrite forgetful = new AcceptorWrite(write.id(),
                    new Meta(written, write.meta().chosenUpTo(), write.meta().binding()), write.votes(), write.chosen());
            return releasing(effects, envelope -> envelope.message() instanceof Prepare, forgetful);
        }
    }

    static final class LatePromiseCounted extends Around {
        private @Nullable Prepare campaign;

        LatePromiseCounted(ReplicaSetup setup) {
            super(setup);
        }

        @Override
        List<Input> before(Input input) {
            Prepare now = campaign;
            if (now != null && input instanceof Input.Received received
                    && received.envelope().message() instanceof Promise late
                    && late.ballot().node().equals(setup.self()) && late.ballot().isBelow(now.ballot())
                    && late.nextPage() == 0) {
                Promise counted = new Promise(now.ballot(), now.from(), now.from(), late.reports(), 0,
                        late.compactedUpTo(), late.chosenUpTo());
                return List.of(new Input.Received(
                        new Envelope(received.envelope().header(), received.envelope().to(), counted)));
            }
            return List.of(input);
        }

        @Override
        Effects after(Effects effects) {
            for (Envelope envelope : effects.afterWrites()) {
                if (envelope.message() instanceof Prepare prepare) {
                    campaign = prepare;
                }
            }
            return effects;
        }
    }

    static final class AcknowledgementsCumulative extends Around {
        private final TreeMap<Long, Accept> sent = new TreeMap<>();

        AcknowledgementsCumulative(ReplicaSetup setup) {
            super(setup);
        }

        @Override
        List<Input> before(Input input) {
            if (!(input instanceof Input.Received received)
                    || !(received.envelope().message() instanceof Accepted accepted)) {
                return List.of(input);
            }
            List<Input> all = new ArrayList<>();
            for (Accept batch : sent.headMap(accepted.lastSlot(), true).values()) {
                if (batch.ballot().equals(accepted.ballot())) {
                    all.add(new Input.Received(new Envelope(received.envelope().header(), received.envelope().to(),
                            new Accepted(batch.ballot(), batch.firstSlot(), batch.lastSlot()))));
                }
            }
            return all;
        }

        @Override
        Effects after(Effects effects) {
            for (Envelope envelope : effects.free()) {
                if (envelope.message() instanceof Accept accept) {
                    sent.put(accept.firstSlot(), accept);
                }
            }
            return effects;
        }
    }

    /** The same effects, with some messages that no longer wait for writes. */
    private static Effects releasing(Effects effects, Predicate<Envelope> early, @Nullable AcceptorWrite write) {
        List<Envelope> free = new ArrayList<>(effects.free());
        List<Envelope> afterWrites = new ArrayList<>();
        for (Envelope envelope : effects.afterWrites()) {
            (early.test(envelope) ? free : afterWrites).add(envelope);
        }
        return new Effects(write, free, afterWrites, effects.applied(), effects.replies(), effects.events());
    }
}
