package io.paxos.core.scenario;

import io.paxos.core.acceptor.Acceptor;
import io.paxos.core.acceptor.AcceptorStep;
import io.paxos.core.acceptor.AcceptorStep.Needs;
import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.learner.Learner;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.log.ChosenLog;
import io.paxos.core.log.DurableState;
import io.paxos.core.log.DurableStateBuilder;
import io.paxos.core.log.Entry;
import io.paxos.core.log.Meta;
import io.paxos.core.log.Vote;
import io.paxos.core.log.VoteRow;
import io.paxos.core.membership.Binding;
import io.paxos.core.membership.Member;
import io.paxos.core.membership.Membership;
import io.paxos.core.message.Accept;
import io.paxos.core.message.Accepted;
import io.paxos.core.message.Message;
import io.paxos.core.message.Nack;
import io.paxos.core.message.Prepare;
import io.paxos.core.message.Promise;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node with the three roles in its memory, and below them what its disk holds. */
final class ScriptedNode {

    /** One slot, so one page. */
    private static final int PAGE_BYTES = Integer.MAX_VALUE;

    /** What a crash takes away. */
    private static final class Memory {
        private final Acceptor acceptor;
        private final Learner learner;
        private @Nullable Proposal proposal;
        private Ballot highestSeen = Ballot.NONE;

        Memory(DurableState state) {
            ChosenLog chosen = new ChosenLog();
            state.chosen().forEach(chosen::append);
            this.acceptor = new Acceptor(state.meta().promised(), state.votes());
            this.learner = new Learner(chosen);
        }
    }

    /**
     * What an acceptor did with a request.
     *
     * @param votedBefore null if it had not voted
     */
    record Answer(Ballot promisedBefore, @Nullable Vote votedBefore, Message reply, Ballot promised, Why why) {
    }

    private final Member member;
    private final Membership membership;
    private final List<AcceptorWrite> disk = new ArrayList<>();
    private @Nullable Memory memory;

    ScriptedNode(Member member, Membership membership) {
        this.member = member;
        this.membership = membership;
        start();
    }

    /** Its name. */
    NodeId id() {
        return member.node();
    }

    /** Whether it runs. */
    boolean isUp() {
        return memory != null;
    }

    /** Stops, and loses all but its disk. */
    void crash() {
        memory = null;
    }

    /** Comes back with what the writes to its disk add up to. */
    void start() {
        DurableStateBuilder state = new DurableStateBuilder(member.storage());
        disk.forEach(state::add);
        memory = new Memory(state.build());
    }

    /** What its acceptor has promised; the node must be up. */
    Ballot promised() {
        return up().acceptor.promised();
    }

    /** What its acceptor has voted for; the node must be up. */
    @Nullable Vote vote() {
        return up().acceptor.vote(Proposal.SLOT);
    }

    /** Its present proposal; null if it has none, or is down. */
    @Nullable Proposal proposal() {
        return memory == null ? null : memory.proposal;
    }

    /** What it knows chosen; null if nothing, or it is down. */
    @Nullable Entry chosen() {
        return memory == null || memory.learner.chosenUpTo() < Proposal.SLOT ? null : memory.learner.chosen().get(Proposal.SLOT);
    }

    /** The lowest round above all that it knows of. */
    long nextRound() {
        return Ballot.above(Ballot.max(up().highestSeen, promised()), membership.epoch(), id()).round();
    }

    /**
     * Begins a proposal in place of the present one.
     *
     * @return false if the own acceptor refuses the ballot, or knows it already (rule B2)
     */
    boolean propose(Ballot ballot, Entry own) {
        Proposal proposal = new Proposal(ballot, own, membership);
        AcceptorStep step = up().acceptor.onPrepare(proposal.prepareFor(id()), up().learner.chosen(), PAGE_BYTES);
        // an equal ballot is promised again without a write: it has been used
        if (step.needs() != Needs.WRITE) {
            return false;
        }
        persist(step);
        up().proposal = proposal;
        return true;
    }

    /** The acceptor answers a Prepare; what the answer needs is durable when this returns. */
    Answer answer(Prepare prepare) {
        Acceptor acceptor = up().acceptor;
        Ballot before = acceptor.promised();
        Vote voted = acceptor.vote(Proposal.SLOT);
        AcceptorStep step = acceptor.onPrepare(prepare, up().learner.chosen(), PAGE_BYTES);
        persist(step);
        Why why = step.reply() instanceof Nack
                ? refusal(prepare.ballot(), before, Why.PREPARE_TOO_LOW)
                : step.needs() == Needs.WRITE ? Why.PROMISED : Why.PROMISED_AGAIN;
        return new Answer(before, voted, step.reply(), acceptor.promised(), why);
    }

    /** The acceptor answers an Accept; what the answer needs is durable when this returns. */
    Answer answer(Accept accept) {
        Acceptor acceptor = up().acceptor;
        Ballot before = acceptor.promised();
        Vote voted = acceptor.vote(Proposal.SLOT);
        AcceptorStep step = acceptor.onAccept(accept);
        persist(step);
        Why why;
        if (step.reply() instanceof Nack) {
            why = refusal(accept.ballot(), before, Why.ACCEPT_TOO_LOW);
        } else if (step.needs() != Needs.WRITE) {
            why = Why.VOTED_AGAIN;
        } else {
            why = accept.ballot().isAbove(before) ? Why.VOTED_ABOVE_PROMISE : Why.VOTED;
        }
        return new Answer(before, voted, step.reply(), acceptor.promised(), why);
    }

    /** An answer has reached this node: its present proposal takes it as production would. */
    Count receive(NodeId sender, Phase phase, Message reply) {
        Proposal proposal = proposal();
        Why why = proposal == null ? Why.LATE_ANSWER : take(proposal, sender, reply);
        if (proposal == null) {
            return new Count(phase, List.of(), quorum(phase), null, null, why);
        }
        Entry chosen = proposal.chosen();
        if (why == Why.CHOSEN && chosen != null) {
            up().learner.onChosenHere(Proposal.SLOT, List.of(chosen));
        }
        return new Count(phase, List.copyOf(proposal.members(phase)), quorum(phase), proposal.highestReported(),
                chosen == null ? null : Texts.of(chosen), why);
    }

    /** How many are needed. */
    int quorum(Phase phase) {
        return phase == Phase.PREPARE ? membership.quorums().prepare() : membership.quorums().accept();
    }

    private Why take(Proposal proposal, NodeId sender, Message reply) {
        if (reply instanceof Promise promise) {
            return proposal.onPromise(sender, promise);
        }
        if (reply instanceof Accepted accepted) {
            return proposal.onAccepted(sender, accepted);
        }
        Nack nack = (Nack) reply;
        if (!nack.refused().equals(proposal.ballot())) {
            return Why.LATE_ANSWER;
        }
        up().highestSeen = Ballot.max(up().highestSeen, nack.promised());
        return Why.NACKED;
    }

    private static Why refusal(Ballot refused, Ballot promised, Why tooLow) {
        return refused.isBelow(promised) ? tooLow : Why.ROUND_TOO_FAR;
    }

    private void persist(AcceptorStep step) {
        if (step.needs() != Needs.WRITE) {
            return;
        }
        Acceptor acceptor = up().acceptor;
        VoteRow row = step.vote();
        AcceptorWrite write = new AcceptorWrite(disk.size() + 1L, new Meta(acceptor.promised(), 0, new Binding(membership, true)),
                row == null ? List.of() : List.of(row), List.of());
        disk.add(write);
        if (row != null) {
            acceptor.writing(write.id(), row);
        }
        acceptor.written(write.id());
    }

    private Memory up() {
        if (memory == null) {
            throw new IllegalStateException(id() + " is down");
        }
        return memory;
    }
}
