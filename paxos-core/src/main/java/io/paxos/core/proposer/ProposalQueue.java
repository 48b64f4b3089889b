package io.paxos.core.proposer;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.Command;
import io.paxos.core.log.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a leader has not proposed yet: first what its phase 1 has recovered, with the start barrier behind it (rules S3,
 * S4), then commands. Commands are bounded in count and bytes and refused beyond (PITFALLS 70); what was recovered must
 * be proposed whatever its size.
 */
public final class ProposalQueue {

    /**
     * A command that waits for its slot.
     *
     * @param origin the node that handed it in; null for the leader itself
     */
    public record Proposal(Command command, @Nullable NodeId origin) {
    }

    /**
     * Entries for the next slots.
     *
     * @param entries in order; empty if nothing is left to propose
     * @param origins other nodes that handed in some of them
     */
    public record NextBatch(List<Entry> entries, Set<NodeId> origins) {
    }

    private final int maxCommands;
    private final long maxBytes;
    private final Deque<Entry> mandatory = new ArrayDeque<>();
    private final Deque<Proposal> commands = new ArrayDeque<>();
    private long commandBytes;

    /**
     * @param mandatory what must be proposed first
     * @param maxCommands most commands, at least 1
     * @param maxBytes most bytes of commands
     */
    public ProposalQueue(List<Entry> mandatory, int maxCommands, long maxBytes) {
        this.mandatory.addAll(mandatory);
        this.maxCommands = maxCommands;
        this.maxBytes = maxBytes;
    }

    /**
     * Adds a command at the end.
     *
     * @param origin the node that handed it in; null for the leader itself
     * @return false if the queue is full
     */
    public boolean offer(Command command, @Nullable NodeId origin) {
        if (commands.size() >= maxCommands || commandBytes + command.sizeInBytes() > maxBytes) {
            return false;
        }
        commandBytes += command.sizeInBytes();
        commands.addLast(new Proposal(command, origin));
        return true;
    }

    /** Whether that very command was added last. */
    @SuppressWarnings("ReferenceEquality") // another one of the same content is not meant
    public boolean isLast(Command command) {
        Proposal last = commands.peekLast();
        return last != null && last.command() == command;
    }

    /** Whether nothing waits. */
    public boolean isEmpty() {
        return mandatory.isEmpty() && commands.isEmpty();
    }

    /** Number of entries that wait. */
    public int size() {
        return mandatory.size() + commands.size();
    }

    /** The commands that wait, in order. */
    public List<Proposal> commands() {
        return List.copyOf(commands);
    }

    /**
     * Takes entries for one batch: at least one if any is left, then as many as the limits allow.
     *
     * @param isWanted whether a command still has somebody to answer; others are dropped here, before they ever left
     */
    public NextBatch take(int maxEntries, int maxBatchBytes, Predicate<Proposal> isWanted) {
        List<Entry> entries = new ArrayList<>();
        Set<NodeId> origins = new HashSet<>();
        long bytes = 0;
        while (entries.size() < maxEntries) {
            Proposal proposal = mandatory.isEmpty() ? commands.peekFirst() : null;
            Entry entry = proposal == null ? mandatory.peekFirst() : proposal.command();
            if (entry == null) {
                break;
            }
            boolean dropped = proposal != null && !isWanted.test(proposal);
            if (!dropped) {
                bytes += entry.sizeInBytes();
                if (bytes > maxBatchBytes && !entries.isEmpty()) {
                    break;
                }
                entries.add(entry);
            }
            removeFirst(proposal);
            if (!dropped && proposal != null && proposal.origin() != null) {
                origins.add(proposal.origin());
            }
        }
        return new NextBatch(entries, origins);
    }

    private void removeFirst(@Nullable Proposal proposal) {
        if (proposal == null) {
            mandatory.removeFirst();
        } else {
            commands.removeFirst();
            commandBytes -= proposal.command().sizeInBytes();
        }
    }
}
