package io.paxos.core.replica;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.core.machine.Query;
import io.paxos.core.message.ReadIndex;
import io.paxos.core.message.ReadIndexAnswer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The reads of this node's callers. Where another node leads, it is asked for an index once for all reads that have
 * come in, and they are answered here when that slot is applied (rule R1).
 */
final class ReadCalls {

    private record Indexed(List<WaitingRead.Here> reads, long index) {
    }

    private final ReplicaState state;
    private final Set<Long> open = new HashSet<>();
    private List<WaitingRead.Here> waiting = new ArrayList<>();
    private List<WaitingRead.Here> asked = new ArrayList<>();
    private final Deque<Indexed> indexed = new ArrayDeque<>();
    private int held;
    private long lastAsk;
    private long askedAt;

    ReadCalls(ReplicaState state) {
        this.state = state;
        // random, so that an answer to a question of this node's last life fits none of this one
        this.lastAsk = state.random.nextLong() >>> 2;
    }

    int size() {
        return open.size();
    }

    /** A read has come in, here or for the leader of this node. */
    void opened(long call) {
        open.add(call);
    }

    void waitForIndex(WaitingRead.Here read) {
        if (held >= 2 * open.size() + 16) {
            forgetEnded();
        }
        held++;
        waiting.add(read);
    }

    /** Reads that were given up while they waited are dropped, so that what is held stays in proportion to what is open. */
    private void forgetEnded() {
        waiting.removeIf(read -> !open.contains(read.call()));
        asked.removeIf(read -> !open.contains(read.call()));
        indexed.forEach(group -> group.reads().removeIf(read -> !open.contains(read.call())));
        indexed.removeIf(group -> group.reads().isEmpty());
        held = waiting.size() + asked.size() + indexed.stream().mapToInt(group -> group.reads().size()).sum();
    }

    /** Asks for the reads that wait; an unanswered question is put again after a while. */
    void askIfNeeded(Ballot leader) {
        if (asked.isEmpty()) {
            if (waiting.isEmpty()) {
                return;
            }
            asked = waiting;
            waiting = new ArrayList<>();
            lastAsk++;
        } else if (state.now - askedAt < state.options.resendTicks()) {
            return;
        }
        askedAt = state.now;
        state.outbox.send(leader.node(), new ReadIndex(lastAsk, leader));
    }

    void onAnswer(ReadIndexAnswer answer) {
        // an answer counts only for reads that had come in before its question was first put
        if (answer.ask() != lastAsk || asked.isEmpty()) {
            return;
        }
        List<WaitingRead.Here> reads = asked;
        asked = new ArrayList<>();
        if (answer.index() < 0) {
            reads.forEach(read -> end(read.call(), Reason.NO_LEADER, "the node asked for a read does not lead or has no room"));
        } else {
            indexed.addLast(new Indexed(reads, answer.index()));
            answerApplied();
        }
    }

    /** Answers the reads whose index is applied by now. */
    void answerApplied() {
        // indexes of one leader do not fall, and a change of leader ends all reads
        while (!indexed.isEmpty() && indexed.getFirst().index() <= state.applied) {
            indexed.removeFirst().reads().forEach(read -> answer(read.call(), read.query()));
        }
    }

    /** Answers a read from what is applied, unless it was given up. */
    void answer(long call, Query query) {
        if (open.remove(call)) {
            state.outbox.reply(call, new Outcome.ReadDone(state.machine.query(query)));
        }
    }

    /** A round of this leader has confirmed a read (rule R1); what it must see is applied here already. */
    void confirmed(WaitingRead read, long index) {
        if (read instanceof WaitingRead.Here here) {
            answer(here.call(), here.query());
        } else if (read instanceof WaitingRead.Elsewhere elsewhere) {
            state.outbox.send(elsewhere.node(), new ReadIndexAnswer(elsewhere.ask(), index));
        }
    }

    /** Ends a read without an answer, unless it was ended before. */
    void end(long call, Reason reason, String why) {
        if (open.remove(call)) {
            state.outbox.refuse(call, reason, why + " on " + state.self);
        }
    }

    /** Ends all reads of this node that wait for a leader elsewhere. */
    void endAll(Reason reason, String why) {
        List<WaitingRead.Here> all = new ArrayList<>(waiting);
        all.addAll(asked);
        indexed.forEach(group -> all.addAll(group.reads()));
        waiting = new ArrayList<>();
        asked = new ArrayList<>();
        indexed.clear();
        all.forEach(read -> end(read.call(), reason, why));
    }
}
