package io.paxos.core.simulation;

import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.log.DurableState;
import io.paxos.core.log.Meta;
import io.paxos.core.machine.ReplicatedState;
import io.paxos.core.membership.Binding;
import io.paxos.core.membership.Member;
import io.paxos.core.membership.Membership;
import io.paxos.core.message.Identity;
import io.paxos.core.replica.Effects;
import io.paxos.core.replica.Input;
import io.paxos.core.replica.Replica;
import io.paxos.core.replica.ReplicaSetup;
import io.paxos.core.replica.ReplicaStatus;
import org.jspecify.annotations.Nullable;

/** The mutants that are wrong about who may vote. */
final class MembershipMutants {

    private MembershipMutants() {
    }

    /** A node with an empty store hears who founded its cluster, and goes on as the founder of its name. */
    static final class WipedNodeVotes implements SteppedReplica {
        private final ReplicaSetup setup;
        private Replica replica;
        private boolean claims;
        private long lastWrite;
        private long writesBefore;

        WipedNodeVotes(ReplicaSetup setup) {
            this.setup = setup;
            Member founder = founder(setup.durable().meta().binding());
            claims = founder != null;
            this.replica = new Replica(founder == null ? setup : claiming(founder, setup.durable().meta().binding()));
        }

        @Override
        public Effects step(Input input) {
            Effects.Batch all = new Effects.Batch();
            if (input instanceof Input.Written written) {
                if (written.writeId() > writesBefore) {
                    all.add(replica.step(new Input.Written(written.writeId() - writesBefore)));
                }
            } else {
                all.add(numbered(replica.step(input)));
            }
            Member founder = !claims && input instanceof Input.Received received
                    && received.envelope().message() instanceof Identity answer ? founder(answer.identity().binding()) : null;
            if (founder != null) {
                claims = true;
                writesBefore = lastWrite;
                replica = new Replica(claiming(founder, bindingIn(input)));
                all.add(numbered(replica.step(new Input.Start())));
            }
            return all.toEffects();
        }

        @Override
        public ReplicaStatus status() {
            return replica.status();
        }

        /** The founder of this node's name, if it had another store. */
        private @Nullable Member founder(Binding binding) {
            Membership founders = binding.founders();
            Member founder = founders == null || !binding.founded() ? null : founders.member(setup.self());
            return founder == null || founder.storage().equals(setup.durable().storage()) ? null : founder;
        }

        private static Binding bindingIn(Input input) {
            return ((Identity) ((Input.Received) input).envelope().message()).identity().binding();
        }

        private ReplicaSetup claiming(Member founder, Binding binding) {
            DurableState own = setup.durable();
            DurableState claimed = new DurableState(founder.storage(), new Meta(own.meta().promised(),
                    own.meta().chosenUpTo(), new Binding(binding.founders(), true)), own.votes(), own.chosen());
            return new ReplicaSetup(setup.self(), setup.group(), setup.plan(), setup.options(), claimed,
                    new ReplicatedState(), setup.random(), setup.roles());
        }

        private Effects numbered(Effects effects) {
            AcceptorWrite write = effects.write();
            if (write == null) {
                return effects;
            }
            lastWrite = writesBefore + write.id();
            return new Effects(new AcceptorWrite(lastWrite, write.meta(), write.votes(), write.chosen()), effects.free(),
                    effects.afterWrites(), effects.applied(), effects.replies(), effects.events());
        }
    }
}
