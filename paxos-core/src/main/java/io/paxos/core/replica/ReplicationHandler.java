package io.paxos.core.replica;

import io.paxos.core.acceptor.AcceptorStep;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.Command;
import io.paxos.core.log.Entry;
import io.paxos.core.message.Accept;
import io.paxos.core.message.Accepted;
import io.paxos.core.message.Header;
import io.paxos.core.message.Heartbeat;
import io.paxos.core.message.HeartbeatAck;
import io.paxos.core.message.Nack;
import io.paxos.core.message.Transfer;
import io.paxos.core.proposer.Leader;
import io.paxos.core.proposer.Leader.Handover;
import io.paxos.core.proposer.Pipeline;
import io.paxos.core.proposer.ProposalQueue.NextBatch;
import io.paxos.core.proposer.ProposalQueue.Proposal;
import io.paxos.core.proposer.ReadRounds;
import org.jspecify.annotations.Nullable;

/** Phase 2: what a leader sends and counts, and what a follower answers it (rules A1 to A5, R1, 3.6). */
final class ReplicationHandler {

    /** Election time-outs that the own disk may lag behind an accept-quorum of the others. */
    private static final int PATIENCE = 4;

    /** Heartbeats within which a member must have answered to count as there. */
    private static final int LATELY = 3;

    private final ReplicaState state;
    private final ElectionHandler elections;
    private final LearningHandler learning;
    private final ReadCalls reads;

    ReplicationHandler(ReplicaState state, ElectionHandler elections, LearningHandler learning, ReadCalls reads) {
        this.state = state;
        this.elections = elections;
        this.learning = learning;
        this.reads = reads;
    }

    // --- as leader

    void onTick() {
        Leader<WaitingRead> leader = state.leading();
        if (leader == null) {
            return;
        }
        if (!leader.contacts().hasAcceptQuorum(state.now, state.options.electionTicks())) {
            // 3.6: a leader that is heard but hears nobody would block the cluster (PITFALLS 43)
            elections.becomeFollower(null, "no accept-quorum has answered for an election time-out");
            return;
        }
        Handover handover = leader.handover();
        if (handover != null && state.now >= handover.until()) {
            leader.handover(null);
        }
        if (state.writes.lagsBehind(leader.pipeline().vouchedUpTo(), state.now, PATIENCE * state.options.electionTicks())) {
            // PITFALLS 76: the others have long written what waits here. Where all disks are slow alike, nobody would lead
            // better, and this one goes on
            elections.becomeFollower(null, "the own disk is far slower than those of the others");
            return;
        }
        if (state.now >= leader.heartbeatAt()) {
            if (leader.handover() != null && leader.handover().asked()) {
                state.outbox.send(leader.handover().target(), new Transfer(leader.ballot()));
            }
            beginRound(leader);
        }
        for (Pipeline.Overdue late : leader.pipeline().overdue(state.now, state.options.resendTicks())) {
            late.silent().stream().filter(member -> !member.equals(state.self))
                    .forEach(member -> state.outbox.send(member, late.accept()));
        }
    }

    /** Proposes what waits, begins a round if a read wants one, and tells who waits elsewhere. */
    void onInboxDrained() {
        Leader<WaitingRead> leader = state.leading();
        if (leader == null) {
            return;
        }
        boolean proposed = propose(leader);
        askSuccessor(leader);
        if (state.isServing(leader) && leader.reads().wantsRound()) {
            beginRound(leader);
        }
        if (!proposed) {
            leader.toldNext().forEach(node -> state.outbox.send(node, heartbeat(leader)));
        }
        leader.toldNext().clear();
    }

    void onAccepted(Header header, Accepted accepted) {
        Leader<WaitingRead> leader = state.leading();
        if (leader != null && accepted.ballot().equals(leader.ballot())) {
            leader.contacts().heard(header.from(), state.now);
            leader.contacts().voted(header.from(), accepted.lastSlot());
            leader.pipeline().onAccepted(header.from(), accepted);
            learning.onChosenHere(leader);
        }
    }

    void onHeartbeatAck(Header header, HeartbeatAck ack) {
        Leader<WaitingRead> leader = state.leading();
        if (leader != null && ack.ballot().equals(leader.ballot())) {
            leader.contacts().heard(header.from(), state.now, ack.chosenUpTo());
            confirm(leader, header.from(), ack.round());
        }
    }

    /**
     * Asks a follower to take over, if a quorum was heard within the last few heartbeats: nobody could be elected without one.
     * Nothing new is proposed until it has, or until an election time-out has passed.
     */
    void onTransferLeadership(@Nullable NodeId target) {
        Leader<WaitingRead> leader = state.leading();
        int lately = LATELY * state.options.heartbeatTicks();
        if (leader == null || !state.isServing(leader) || leader.handover() != null
                || !leader.contacts().hasAcceptQuorum(state.now, lately)) {
            return;
        }
        NodeId successor = target != null ? target : leader.contacts().successor(state.now, lately);
        if (successor != null && leader.contacts().hasAnswered(successor, state.now, lately)) {
            leader.handover(new Handover(successor, state.now + state.options.electionTicks(), false));
        }
    }

    private void askSuccessor(Leader<WaitingRead> leader) {
        Handover handover = leader.handover();
        if (handover != null && !handover.asked() && leader.pipeline().underWay() == 0) {
            leader.handover(new Handover(handover.target(), handover.until(), true));
            // a successor that does not know yet what was chosen last would be behind, or propose it again (PITFALLS 78)
            state.membership().others(state.self).forEach(member -> state.outbox.send(member, heartbeat(leader)));
            state.outbox.send(handover.target(), new Transfer(leader.ballot()));
        }
    }

    private boolean propose(Leader<WaitingRead> leader) {
        boolean proposed = false;
        while (leader.handover() == null && leader.pipeline().underWay() < state.options.inFlight()
                && state.writes.bytes() <= state.options.queueBytes()) {
            NextBatch next = leader.queue().take(state.options.batchSize(), state.options.batchBytes(),
                    proposal -> isWanted(leader, proposal));
            if (next.entries().isEmpty()) {
                break;
            }
            for (Entry entry : next.entries()) {
                if (entry instanceof Command command) {
                    state.pending.leaves(command.id(), state.now);
                }
            }
            Accept accept = leader.pipeline().open(next.entries(), next.origins(), state.now);
            // A5: the others' disks work while the own one does; the own vote counts when it is durable
            state.membership().others(state.self).forEach(member -> state.outbox.send(member, accept));
            AcceptorStep own = state.acceptor.onAccept(accept);
            if (own.reply() instanceof Nack) {
                throw new IllegalStateException(state.self + " leads in " + leader.ballot() + " and has promised "
                        + state.acceptor.promised());
            }
            state.outbox.send(state.self, own);
            proposed = true;
        }
        return proposed;
    }

    /** A command of this node that nobody waits for any more is dropped here: its callers were told that it never left. */
    private boolean isWanted(Leader<WaitingRead> leader, Proposal proposal) {
        boolean wanted = proposal.origin() != null || state.pending.isWaitedFor(proposal.command().id());
        if (!wanted) {
            leader.settled(proposal.command());
        }
        return wanted;
    }

    private void beginRound(Leader<WaitingRead> leader) {
        leader.heartbeatAt(state.now + state.options.heartbeatTicks());
        // R1: noted only once the barrier is applied
        long index = state.isServing(leader) ? Math.max(state.learner.chosenUpTo(), leader.barrier()) : -1;
        long round = leader.reads().begin(index);
        state.membership().others(state.self).forEach(member -> state.outbox.send(member, heartbeat(leader)));
        confirm(leader, state.self, round);
    }

    private Heartbeat heartbeat(Leader<WaitingRead> leader) {
        // L1: never the learner's mark, but what this very ballot vouches for
        return new Heartbeat(leader.ballot(), leader.pipeline().vouchedUpTo(), leader.reads().lastRound());
    }

    private void confirm(Leader<WaitingRead> leader, NodeId member, long round) {
        for (ReadRounds.Confirmed<WaitingRead> confirmed : leader.reads().onAck(member, round)) {
            for (WaitingRead read : confirmed.reads()) {
                reads.confirmed(read, confirmed.index());
            }
        }
    }

    // --- as follower

    void onAccept(Header header, Accept accept) {
        if (state.writes.bytes() > state.options.queueBytes()) {
            return; // the disk does not keep up: like a lost message, it will be sent again
        }
        if (state.mayVote()) {
            AcceptorStep step = state.acceptor.onAccept(accept);
            if (step.needs() != AcceptorStep.Needs.EARLIER_WRITES) {
                // a batch that comes again while its vote is being written is answered by the reply that waits already
                state.outbox.send(header.from(), step);
            }
            if (step.reply() instanceof Nack) {
                return;
            }
        }
        if (elections.onLeaderHeard(accept.ballot())) {
            learning.onAnnouncement(accept.ballot(), accept.chosenUpTo());
        }
    }

    void onHeartbeat(Header header, Heartbeat heartbeat) {
        if (!elections.onLeaderHeard(heartbeat.ballot())) {
            state.outbox.send(header.from(), new Nack(heartbeat.ballot(), elections.currentBallot()));
            return;
        }
        learning.onAnnouncement(heartbeat.ballot(), heartbeat.chosenUpTo());
        if (state.mayVote()) {
            state.outbox.send(header.from(),
                    new HeartbeatAck(heartbeat.ballot(), heartbeat.round(), state.learner.chosenUpTo()));
        }
    }
}
