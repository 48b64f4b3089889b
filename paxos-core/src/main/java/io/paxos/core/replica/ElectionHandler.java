package io.paxos.core.replica;

import io.paxos.core.acceptor.AcceptorStep;
import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.Entry;
import io.paxos.core.log.NoOp;
import io.paxos.core.membership.Membership;
import io.paxos.core.message.Header;
import io.paxos.core.message.Nack;
import io.paxos.core.message.Poll;
import io.paxos.core.message.PollAnswer;
import io.paxos.core.message.Prepare;
import io.paxos.core.message.Promise;
import io.paxos.core.message.Transfer;
import io.paxos.core.proposer.Campaign;
import io.paxos.core.proposer.Contacts;
import io.paxos.core.proposer.Leader;
import io.paxos.core.proposer.Leadership;
import io.paxos.core.proposer.Pipeline;
import io.paxos.core.proposer.ProposalQueue;
import io.paxos.core.proposer.ReadRounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who leads: polls, phase 1, and every change of {@link Leadership} (rules S1 to S4, 3.6). One campaign per time-out,
 * none in answer to a refusal (PITFALLS 13).
 */
final class ElectionHandler {

    private final ReplicaState state;
    private final CallEnder calls;
    private long pollAttempts;
    private long resendPrepareAt;

    ElectionHandler(ReplicaState state, CallEnder calls) {
        this.state = state;
        this.calls = calls;
    }

    void onTick() {
        if (state.leading() != null) {
            return;
        }
        if (!state.mayLead()) {
            if (state.followed() != null && state.timer.isDue(state.now)) {
                becomeFollower(null, "no leader heard");
            }
        } else if (state.timer.isDue(state.now)) {
            becomePoller(null, "no leader heard");
        } else if (state.leadership instanceof Leadership.Candidate candidate && state.now >= resendPrepareAt) {
            sendPrepares(candidate.campaign());
        }
    }

    /**
     * A pinned member has promised a ballot (rule B4): the next campaign goes above it, and an own lower one is over. A
     * ballot that no acceptor would follow with a higher one is not believed (PITFALLS 10).
     */
    void onBallotSeen(Ballot ballot) {
        if (!ballot.leavesRoomFrom(state.acceptor.promised())) {
            return;
        }
        state.highestSeen = Ballot.max(state.highestSeen, ballot);
        Ballot own = state.leadership.ownBallot();
        if (own != null && ballot.isAbove(own)) {
            becomeFollower(null, "ballot " + ballot + " was promised");
        }
    }

    /** A leader has spoken under a ballot that stands in nobody's way here. False if the ballot is out of date. */
    boolean onLeaderHeard(Ballot ballot) {
        if (ballot.isBelow(currentBallot()) || ballot.jumpsTooFarAbove(state.acceptor.promised())) {
            return false;
        }
        if (state.leadership instanceof Leadership.Poller poller && poller.isAskedBy(ballot)) {
            return true; // what the old leader still sends does not end the handover that it has asked for
        }
        if (!ballot.equals(state.followed())) {
            becomeFollower(ballot, "leader heard");
        }
        state.timer.onLeaderHeard(state.now);
        return true;
    }

    /** The highest ballot that this node has promised or follows. */
    Ballot currentBallot() {
        Ballot followed = state.followed();
        return followed == null ? state.acceptor.promised() : Ballot.max(state.acceptor.promised(), followed);
    }

    void onPoll(Header header, Poll poll) {
        if (!state.mayVote()) {
            return;
        }
        // S1: whoever hears a leader, or is one, sees no reason for another; unless that leader asked for it
        boolean hearsLeader = state.leading() != null || state.timer.hearsLeader(state.now);
        state.outbox.send(header.from(), new PollAnswer(poll.attempt(), poll.transfer() || !hearsLeader,
                state.learner.chosenUpTo()));
    }

    void onPollAnswer(Header header, PollAnswer answer) {
        if (state.leadership instanceof Leadership.Poller poller && answer.attempt() == poller.attempt()
                && answer.granted()) {
            poller.granted(header.from(), answer.chosenUpTo());
            becomeCandidateIfGranted(poller);
        }
    }

    void onTransfer(Transfer transfer) {
        if (state.leadership instanceof Leadership.Poller poller && poller.isAskedBy(transfer.ballot())) {
            sendPolls(poller); // the leader asks again: the polls may have been lost
        } else if (transfer.ballot().equals(state.followed()) && state.mayLead()) {
            becomePoller(transfer.ballot(), "the leader hands over");
        }
    }

    void onPrepare(Header header, Prepare prepare) {
        if (!state.mayVote()) {
            return;
        }
        AcceptorStep step = state.acceptor.onPrepare(prepare, state.learner.chosen(), state.options.batchBytes());
        state.outbox.send(header.from(), step);
        if (step.reply() instanceof Promise && !prepare.ballot().equals(state.leadership.ownBallot())) {
            Ballot followed = state.followed();
            if (!(state.leadership instanceof Leadership.Follower) || followed != null && followed.isBelow(prepare.ballot())) {
                becomeFollower(null, "promised " + prepare.ballot());
            }
            state.timer.restart(state.now);
        }
    }

    void onPromise(Header header, Promise promise) {
        if (!(state.leadership instanceof Leadership.Candidate candidate)) {
            return;
        }
        Campaign campaign = candidate.campaign();
        if (header.from().equals(state.self)) {
            // the Prepares leave only now that the own promise is durable, so the others get a whole time-out from here
            state.timer.restart(state.now);
        }
        switch (campaign.onPromise(header.from(), promise)) {
            case WON -> becomeLeader(campaign);
            case BEHIND -> becomeFollower(null, "slots that this node lacks are compacted on " + header.from());
            case NEXT_PAGE -> {
                // a campaign that makes progress goes on, however many pages there are
                state.timer.restart(state.now);
                sendPrepare(header.from(), Objects.requireNonNull(campaign.prepareFor(header.from())));
            }
            case NONE, COUNTED -> {}
        }
    }

    void onNack(Nack nack) {
        if (nack.refused().equals(state.leadership.ownBallot()) && nack.promised().isAbove(nack.refused())) {
            onBallotSeen(nack.promised());
        }
    }

    /**
     * Asks whether the others would promise. From follower, or again from poller or candidate after a time-out.
     *
     * @param handedOver the leadership whose leader asked for it; null if none did
     */
    void becomePoller(@Nullable Ballot handedOver, String reason) {
        requireMove(state.leading() == null && state.mayLead(), "poller");
        calls.endAll("the leader of this node's calls is gone (" + reason + ")");
        Leadership.Poller poller = new Leadership.Poller(++pollAttempts, handedOver);
        state.leadership = poller;
        state.timer.restart(state.now);
        announce(null, reason);
        poller.granted(state.self, state.learner.chosenUpTo());
        sendPolls(poller);
        becomeCandidateIfGranted(poller);
    }

    private void sendPolls(Leadership.Poller poller) {
        state.membership().others(state.self).stream().filter(peer -> !poller.granted().contains(peer))
                .forEach(peer -> state.outbox.send(peer, new Poll(poller.attempt(), poller.isHandover())));
    }

    private void becomeCandidateIfGranted(Leadership.Poller poller) {
        if (!state.mayLead() || !state.membership().isPrepareQuorum(poller.granted())) {
            return;
        }
        if (poller.chosenUpTo() - state.learner.chosenUpTo() > state.options.batchSize()) {
            // phase 1 would carry all that this node lacks, and the cluster would wait for it: fetch first, while
            // others may campaign. Only what a member that answered now knows counts, as it must be there to give it
            // out.
            state.learner.onChosenSomewhere(poller.chosenUpTo());
            becomeFollower(null, "behind: slots up to " + poller.chosenUpTo() + " are chosen");
        } else {
            becomeCandidate();
        }
    }

    private void becomeCandidate() {
        requireMove(state.leadership instanceof Leadership.Poller, "candidate");
        Ballot ballot = Ballot.above(Ballot.max(state.highestSeen, state.acceptor.promised()), 0, state.self);
        // S2: the chosen prefix becomes durable together with the own promise, before any Prepare leaves
        Campaign campaign = new Campaign(ballot, state.learner.chosenUpTo() + 1, state.membership());
        state.highestSeen = ballot;
        state.leadership = new Leadership.Candidate(campaign);
        state.timer.restart(state.now);
        announce(ballot, "poll won");
        // B2: the own promise is durable before a Prepare leaves, so that no later start of this node uses the ballot
        // again
        Prepare own = Objects.requireNonNull(campaign.prepareFor(state.self));
        AcceptorStep promised = state.acceptor.onPrepare(own, state.learner.chosen(), state.options.batchBytes());
        if (promised.reply() instanceof Nack) {
            becomeFollower(null, "the own acceptor refuses " + ballot);
            return;
        }
        state.outbox.send(state.self, promised);
        sendPrepares(campaign);
    }

    private void sendPrepares(Campaign campaign) {
        resendPrepareAt = state.now + state.options.resendTicks();
        for (NodeId peer : state.membership().others(state.self)) {
            Prepare prepare = campaign.prepareFor(peer);
            if (prepare != null) {
                sendPrepare(peer, prepare);
            }
        }
    }

    private void sendPrepare(NodeId peer, Prepare prepare) {
        state.outbox.sendAfterWrites(peer, prepare);
    }

    private void becomeLeader(Campaign campaign) {
        requireMove(state.leadership instanceof Leadership.Candidate, "leader");
        Membership membership = state.membership();
        ReplicaOptions options = state.options;
        List<Entry> recovered = new ArrayList<>(campaign.recovered());
        long barrier = campaign.from() + recovered.size();
        recovered.add(NoOp.INSTANCE); // S4: the start barrier, of this very ballot
        state.leadership = new Leader<>(campaign.ballot(), barrier,
                new Pipeline(campaign.ballot(), campaign.from(), membership),
                new ProposalQueue(recovered, options.queueSize(), options.queueBytes()),
                new ReadRounds<WaitingRead>(membership, options.queueSize()),
                new Contacts(state.self, membership, state.now));
        announce(campaign.ballot(), "phase 1 won from slot " + campaign.from() + ", start barrier " + barrier);
    }

    /** Ends whatever this node was, and all that it had counted (rule L5). */
    void becomeFollower(@Nullable Ballot leader, String reason) {
        Leader<WaitingRead> ended = state.leading();
        if (ended != null) {
            calls.endRemote(ended);
        }
        calls.endAll("leadership changed (" + reason + ")");
        state.leadership = new Leadership.Follower(leader);
        state.timer.restart(state.now);
        announce(leader, reason);
    }

    private void announce(@Nullable Ballot ballot, String reason) {
        state.outbox.event(new Event.RoleChanged(state.leadership.role(), ballot, reason));
    }

    private void requireMove(boolean legal, String target) {
        if (!legal) {
            throw new IllegalStateException("invalid transition [" + state.leadership.role() + " -> " + target + "] on "
                    + state.self);
        }
    }
}
