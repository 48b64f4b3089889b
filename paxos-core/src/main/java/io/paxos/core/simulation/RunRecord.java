package io.paxos.core.simulation;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.membership.StorageId;
import io.paxos.core.message.Envelope;
import io.paxos.core.replica.Applied;
import io.paxos.core.replica.Event;
import io.paxos.core.replica.Input;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What has happened in a run: shown to the invariants, counted, and, if somebody wants to read it, told line by line. */
final class RunRecord {

    private final Schedule schedule;
    private final List<Invariant> invariants;
    private final @Nullable Consumer<String> lines;
    private final Map<FaultKind, Long> struck = new EnumMap<>(FaultKind.class);
    private final Set<NodeId> advisers = new TreeSet<>();
    private boolean advised;
    private long highestApplied;
    private long leaders;
    private long acknowledged;
    private long sent;
    private long traceHash = 17;

    /**
     * @param lines is told what happens; null if nobody wants to know
     */
    RunRecord(Schedule schedule, List<Invariant> invariants, @Nullable Consumer<String> lines) {
        this.schedule = schedule;
        this.invariants = invariants;
        this.lines = lines;
    }

    // --- what happens

    void onStarted(NodeId node) {
        invariants.forEach(invariant -> invariant.onStarted(node));
    }

    void onInput(NodeId node, Input input) {
        // runs that differ in anything soon differ in what happens when, too
        long what = input instanceof Input.Received received
                ? received.envelope().message().getClass().getName().hashCode() * 31L
                        + received.envelope().header().from().hashCode()
                : input.getClass().getName().hashCode();
        traceHash = traceHash * 1_000_003 + schedule.now() * 31 + node.hashCode() * 7L + what;
        if (lines != null && !(input instanceof Input.InboxDrained)) {
            note(node + " gets " + (input instanceof Input.Received received
                    ? received.envelope().message() + " from " + received.envelope().header().from() : input));
        }
    }

    void onSent(Envelope envelope) {
        sent++;
        if (lines != null) {
            note(envelope.header().from() + " sends " + envelope.message() + " to " + envelope.to());
        }
        invariants.forEach(invariant -> invariant.onSent(envelope));
    }

    void onDurable(NodeId node, StorageId storage, AcceptorWrite write) {
        if (lines != null) {
            note(node + " has on its disk " + write);
        }
        invariants.forEach(invariant -> invariant.onDurable(node, storage, write));
    }

    void onApplied(NodeId node, Applied slot) {
        if (lines != null) {
            note(node + " applies " + slot);
        }
        boolean first = slot.slot() > highestApplied;
        highestApplied = Math.max(highestApplied, slot.slot());
        if (!advisers.isEmpty()) {
            throw new InvariantViolation("slot " + slot.slot() + " was chosen after " + advisers
                    + " said that all data may be deleted");
        }
        invariants.forEach(invariant -> invariant.onApplied(node, slot));
        if (first) {
            invariants.forEach(invariant -> invariant.onFirstApplied(node, slot));
        }
    }

    /** F6: whoever obeys must not lose anything, now or by what is decided later. */
    void onAdviceToDelete(NodeId node) {
        advised = true;
        advisers.add(node);
        if (highestApplied > 0) {
            throw new InvariantViolation(node + " says that all data may be deleted, and slots up to " + highestApplied
                    + " are chosen");
        }
    }

    /** The store of a node is lost, and with it the binding that kept others from founding without it. */
    void onWiped(NodeId node) {
        advisers.remove(node);
    }

    void onEvent(NodeId node, Event event) {
        if (event instanceof Event.RoleChanged changed && changed.role().equals("leader")) {
            leaders++;
        }
        if (event instanceof Event.ApplyHalted halted) {
            throw new InvariantViolation("apply halted on " + node + ": " + halted);
        }
    }

    void onInvoked(ClientCall call) {
        invariants.forEach(invariant -> invariant.onInvoked(call));
    }

    void onEnded(ClientCall call) {
        if (call.ending() == ClientCall.Ending.DONE) {
            acknowledged++;
        }
        invariants.forEach(invariant -> invariant.onEnded(call));
    }

    void onFinished() {
        invariants.forEach(Invariant::onFinished);
    }

    void strike(FaultKind kind) {
        struck.merge(kind, 1L, Long::sum);
    }

    /** Something for those who read along. */
    void note(String what) {
        if (lines != null) {
            lines.accept("event " + schedule.ran() + ", " + schedule.now() + " us: " + what);
        }
    }

    // --- what has happened

    /** The highest slot that any node has applied. */
    long highestApplied() {
        return highestApplied;
    }

    /** How many leaderships began. */
    long leaders() {
        return leaders;
    }

    /** How many calls were answered. */
    long acknowledged() {
        return acknowledged;
    }

    /** How many messages were sent. */
    long sent() {
        return sent;
    }

    /** Whether a node has ever said that the data may be deleted. */
    boolean advised() {
        return advised;
    }

    Map<FaultKind, Long> struck() {
        return struck;
    }

    long notDecided() {
        return invariants.stream().mapToLong(Invariant::notDecided).sum();
    }

    long traceHash() {
        return traceHash;
    }
}
