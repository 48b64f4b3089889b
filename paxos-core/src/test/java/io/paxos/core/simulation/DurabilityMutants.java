package io.paxos.core.simulation;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.log.Meta;
import io.paxos.core.message.Accepted;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Prepare;
import io.paxos.core.message.Promise;
import io.paxos.core.replica.Effects;
import io.paxos.core.replica.ReplicaSetup;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The mutants that send what is not durable yet. */
final class DurabilityMutants {

    private DurabilityMutants() {
    }

    static final class ReplyBeforePromiseDurable extends AroundReplica {
        ReplyBeforePromiseDurable(ReplicaSetup setup) {
            super(setup);
        }

        @Override
        Effects after(Effects effects) {
            return releasing(effects, envelope -> envelope.message() instanceof Promise
                    && !envelope.to().equals(setup().self()), effects.write());
        }
    }

    static final class ReplyBeforeVoteDurable extends AroundReplica {
        ReplyBeforeVoteDurable(ReplicaSetup setup) {
            super(setup);
        }

        @Override
        Effects after(Effects effects) {
            return releasing(effects, envelope -> envelope.message() instanceof Accepted
                    && !envelope.to().equals(setup().self()), effects.write());
        }
    }

    static final class BallotReusedAfterRestart extends AroundReplica {
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
