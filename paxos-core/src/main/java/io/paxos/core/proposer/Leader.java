package io.paxos.core.proposer;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.Command;
import io.paxos.core.log.RequestId;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One leadership, from the quorum of promises to its end. It may announce what {@link Pipeline#vouchedUpTo()} says, and
 * serves reads only when its {@linkplain #barrier() start barrier} is applied (rule S4).
 *
 * @param <T> what a read is to the caller of this class
 */
public final class Leader<T> implements Leadership {

    private final Ballot ballot;
    private final long barrier;
    private final Pipeline pipeline;
    private final ProposalQueue queue;
    private final ReadRounds<T> reads;
    private final Contacts contacts;
    private final Set<NodeId> toldNext = new TreeSet<>();
    private final Set<Copy> underWay = new HashSet<>();
    private long heartbeatAt;
    private @Nullable Handover handover;

    /** What tells a command from its copies: a retry or a doubled submission has the same id and birth. */
    private record Copy(RequestId request, long bornAt) {
    }

    /**
     * A leadership that is being handed over.
     *
     * @param target who shall take over
     * @param until tick at which the attempt is given up
     * @param asked whether the target was asked; it is not before all that was proposed is chosen, so that nobody who waits for
     *     it is left without an answer
     */
    public record Handover(NodeId target, long until, boolean asked) {
    }

    /**
     * @param barrier slot of its start barrier, at or above the first slot of its phase 1
     */
    public Leader(Ballot ballot, long barrier, Pipeline pipeline, ProposalQueue queue, ReadRounds<T> reads,
            Contacts contacts) {
        this.ballot = ballot;
        this.barrier = barrier;
        this.pipeline = pipeline;
        this.queue = queue;
        this.reads = reads;
        this.contacts = contacts;
    }

    @Override
    public String role() {
        return "leader";
    }

    /** Its ballot. */
    public Ballot ballot() {
        return ballot;
    }

    /** Slot of its start barrier. */
    public long barrier() {
        return barrier;
    }

    /** Phase 2. */
    public Pipeline pipeline() {
        return pipeline;
    }

    /** What is not proposed yet. */
    public ProposalQueue queue() {
        return queue;
    }

    /**
     * Takes a command into the queue, unless a copy of it is queued or under way already: then that one is enough.
     *
     * @param origin the node that handed it in; null for the leader itself
     * @return false if the queue is full
     */
    public boolean offer(Command command, @Nullable NodeId origin) {
        Copy copy = new Copy(command.id(), command.bornAt());
        if (underWay.contains(copy)) {
            return true;
        }
        return queue.offer(command, origin) && underWay.add(copy);
    }

    /** A command was applied, or dropped from the queue: it is no longer under way. */
    public void settled(Command command) {
        underWay.remove(new Copy(command.id(), command.bornAt()));
    }

    /** Reads that wait for their round. */
    public ReadRounds<T> reads() {
        return reads;
    }

    /** When each member was last heard. */
    public Contacts contacts() {
        return contacts;
    }

    /** Nodes that shall hear at the end of this step what is chosen, because a caller of theirs waits for it. */
    public Set<NodeId> toldNext() {
        return toldNext;
    }

    /** Tick of the next heartbeat. */
    public long heartbeatAt() {
        return heartbeatAt;
    }

    /** Sets the tick of the next heartbeat. */
    public void heartbeatAt(long tick) {
        this.heartbeatAt = tick;
    }

    /** The handover under way; null if there is none. While it is, nothing new is proposed. */
    public @Nullable Handover handover() {
        return handover;
    }

    /** Begins or ends a handover. */
    public void handover(@Nullable Handover next) {
        this.handover = next;
    }
}
