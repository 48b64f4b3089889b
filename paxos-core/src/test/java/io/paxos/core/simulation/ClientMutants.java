package io.paxos.core.simulation;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Header;
import io.paxos.core.message.Heartbeat;
import io.paxos.core.message.HeartbeatAck;
import io.paxos.core.replica.Effects;
import io.paxos.core.replica.Input;
import io.paxos.core.replica.Outcome;
import io.paxos.core.replica.ReplicaSetup;
import io.paxos.core.replica.Reply;
import java.util.ArrayList;
import java.util.List;

/** The mutants that tell clients what is not so. */
final class ClientMutants {

    private ClientMutants() {
    }

    /** Each round for reads is confirmed by everybody at once, whatever they have promised since. */
    static final class ReadConfirmedByNobody extends AroundReplica {
        private final List<Input> confirmations = new ArrayList<>();

        ReadConfirmedByNobody(ReplicaSetup setup) {
            super(setup);
        }

        @Override
        List<Input> before(Input input) {
            List<Input> all = new ArrayList<>(confirmations);
            confirmations.clear();
            all.add(input);
            return all;
        }

        @Override
        Effects after(Effects effects) {
            for (Envelope envelope : effects.free()) {
                Header header = headers().get(envelope.to());
                if (envelope.message() instanceof Heartbeat heartbeat && header != null) {
                    Header asThen = new Header(header.cluster(), header.group(), header.epoch(), header.from(), header.storage(),
                            Ballot.NONE);
                    confirmations.add(received(asThen, new HeartbeatAck(heartbeat.ballot(), heartbeat.round(), 0)));
                }
            }
            return effects;
        }
    }

    /** A call whose end is unknown is told that it has failed. */
    static final class UnknownToldAsRefused extends AroundReplica {
        UnknownToldAsRefused(ReplicaSetup setup) {
            super(setup);
        }

        @Override
        Effects after(Effects effects) {
            List<Reply> replies = effects.replies().stream().map(reply -> reply.outcome() instanceof Outcome.Unknown
                    ? new Reply(reply.call(), new Outcome.NotExecuted(Reason.DEADLINE, "too late")) : reply).toList();
            return new Effects(effects.write(), effects.free(), effects.afterWrites(), effects.applied(), replies,
                    effects.events());
        }
    }
}
