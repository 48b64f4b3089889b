package io.paxos.core.replica;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.core.founding.FoundingStatus;
import io.paxos.core.log.ChosenRow;
import io.paxos.core.log.Command;
import io.paxos.core.log.Entry;
import io.paxos.core.machine.OperationResult;
import io.paxos.core.membership.Membership;
import io.paxos.core.message.Fetch;
import io.paxos.core.message.Fetched;
import io.paxos.core.message.Header;
import io.paxos.core.proposer.Leader;
import io.paxos.core.proposer.Leadership;
import io.paxos.core.proposer.Pipeline;
import io.paxos.core.session.Answer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is chosen: learning it, fetching it, applying it in order (rules L1 to L7), and answering who waits for it. */
final class LearningHandler {

    private final ReplicaState state;
    private final ElectionHandler elections;
    private final CallEnder calls;
    private final ReadCalls reads;

    LearningHandler(ReplicaState state, ElectionHandler elections, CallEnder calls, ReadCalls reads) {
        this.state = state;
        this.elections = elections;
        this.calls = calls;
        this.reads = reads;
    }

    /** After a start, everything up to the durable mark is applied without asking anybody (rule L7). */
    void onStart() {
        applyChosen();
    }

    void onTick() {
        boolean behind = needsValues();
        ask(state.catchUp.onTick(behind, state.learner.chosenUpTo(), behind ? sources() : List.of()));
    }

    /** A leader vouches for slots up to one (rule L1). */
    void onAnnouncement(Ballot ballot, long chosenUpTo) {
        state.learner.onAnnouncement(ballot, chosenUpTo, state.acceptor);
        applyChosen();
    }

    /** This leader has counted accept-quorums. */
    void onChosenHere(Leader<WaitingRead> leader) {
        for (Pipeline.Chosen batch : leader.pipeline().takeChosen()) {
            state.learner.onChosenHere(batch.firstSlot(), batch.entries());
            leader.toldNext().addAll(batch.origins());
        }
        applyChosen();
    }

    /** L5: only what is known chosen without a gap is given out. */
    void onFetch(Header header, Fetch fetch) {
        List<Entry> page = fetch.from() > state.learner.chosen().compactedUpTo()
                ? state.learner.chosen().page(fetch.from(), state.options.batchSize(), state.options.batchBytes())
                : List.of();
        state.outbox.send(header.from(), new Fetched(fetch.from(), page, state.learner.chosenUpTo()));
    }

    void onFetched(Fetched fetched) {
        Leader<WaitingRead> leader = state.leading();
        long last = fetched.from() + fetched.entries().size() - 1;
        if (leader != null) {
            if (last < leader.barrier() || last <= state.learner.chosenUpTo()) {
                // an answer to a question of this node's time as a follower; its phase 1 has brought these slots, and
                // what it drops it does not learn
                return;
            }
            // L2: somebody else has got it chosen; this leadership is over before anything else leaves it
            elections.becomeFollower(null, "slot " + last + " was chosen elsewhere");
        }
        ChosenRow news = state.learner.onChosenElsewhere(fetched.from(), fetched.entries());
        if (news == null) {
            ask(state.catchUp.onNoNews(needsValues(), sources()));
            return;
        }
        if (state.mayVote()) {
            // L4: stored as chosen, never as a vote. A node without a vote stores nothing: its store stays an empty one
            // (F1)
            state.outbox.write(news);
        }
        state.learner.takeMatchingVotes(state.acceptor);
        applyChosen();
        boolean more = needsValues() && (state.learner.isBehind() || fetched.chosenUpTo() > state.learner.chosenUpTo());
        ask(state.catchUp.onProgress(more, sources()));
    }

    /** Applies what is chosen, strictly in order (rule L6), and answers the callers. */
    private void applyChosen() {
        while (state.applied < state.learner.chosenUpTo() && state.applyHalted == null) {
            long slot = state.applied + 1;
            Entry entry = state.learner.chosen().get(slot);
            Answer<OperationResult> answer;
            try {
                answer = entry.dispatch(new Apply(slot));
            } catch (Throwable failure) {
                // a refusal that belongs to the semantics is a result; whatever is thrown is a fault of this node
                halt(slot, failure);
                break;
            }
            state.applied = slot;
            state.outbox.applied(new Applied(slot, entry, answer));
            if (answer != null && entry instanceof Command command) {
                settle(command, answer);
            }
        }
        state.acceptor.forgetVotesUpTo(state.learner.chosenUpTo());
        reads.answerApplied();
    }

    /** The command is no longer under way, and whoever waits for it is answered. */
    private void settle(Command command, Answer<OperationResult> answer) {
        Leader<WaitingRead> leader = state.leading();
        if (leader != null) {
            leader.settled(command);
        }
        for (long call : state.pending.take(command.id())) {
            state.outbox.reply(call, Outcomes.of(answer));
        }
    }

    private void halt(long slot, Throwable failure) {
        state.applyHalted = "slot " + slot + " cannot be applied: " + failure;
        state.outbox.event(new Event.ApplyHalted(slot, failure.toString()));
        if (!(state.leadership instanceof Leadership.Follower)) {
            elections.becomeFollower(null, state.applyHalted);
        }
        calls.endAll(Reason.FENCED, state.applyHalted);
    }

    /** A node outside the founders hears no leader, so it goes on asking. */
    private boolean needsValues() {
        return state.leading() == null && state.learner.isBehind() || state.founding.status() == FoundingStatus.NOT_A_FOUNDER;
    }

    /** Whom to fetch from: the leader first, then the other members. */
    private List<NodeId> sources() {
        Membership founders = state.founding.founders();
        if (founders == null || state.fenced != null) {
            return List.of();
        }
        List<NodeId> all = new ArrayList<>(founders.others(state.self));
        Ballot leader = state.followed();
        if (leader != null && all.remove(leader.node())) {
            all.add(0, leader.node());
        }
        return all;
    }

    private void ask(@Nullable NodeId source) {
        if (source != null) {
            state.outbox.send(source, new Fetch(state.learner.chosenUpTo() + 1));
        }
    }

    private final class Apply implements Entry.Cases<@Nullable Answer<OperationResult>> {
        private final long slot;

        Apply(long slot) {
            this.slot = slot;
        }

        @Override
        @SuppressWarnings("NullAway") // on a JDK before 22 it does not read that the type argument is nullable
        public @Nullable Answer<OperationResult> noOp() {
            return null;
        }

        @Override
        public Answer<OperationResult> command(Command command) {
            return state.answers.apply(command, slot, () -> state.machine.apply(slot, command.body()));
        }
    }
}
