package io.paxos.core.trace;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.Entry;
import io.paxos.core.log.SlotBallot;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one node did with one message of the two phases (TOY-5). A part that does not apply is null. It holds names of nodes,
 * numbers and constants, never a value nor any text of a peer, so that it may stand in a log (PITFALLS 83).
 *
 * @param what what happened to the message
 * @param kind the message; with {@link What#ANSWERED}, the request
 * @param from who says it
 * @param to whom
 * @param ballot that it is about; of a nack, the one refused
 * @param firstSlot its first slot; null in a nack
 * @param lastSlot its last slot; null in a nack, and where all slots from the first on are meant
 * @param load the entries in it, or in the vote; null where there can be none
 * @param verdict the acceptor's answer; null in what is not, or not yet, answered
 * @param promisedBefore what the acceptor had promised, if this node is the acceptor; {@link Ballot#NONE} if nothing
 * @param promised what the acceptor has promised since, as far as this node knows
 * @param accepted what the acceptor had accepted in these slots before, or reports in its promise, see
 *     {@link SlotBallot#highest}; null if nothing, or if this node cannot know
 * @param count what the proposer has counted in the ballot, if this node is the proposer
 * @param highestReported the highest vote that promises have reported to this proposer in the ballot; null if none
 * @param chosenUpTo the highest slot that this node knows chosen now
 */
public record TraceEvent(What what, Kind kind, NodeId from, NodeId to, Ballot ballot, @Nullable Long firstSlot,
        @Nullable Long lastSlot, @Nullable Load load, @Nullable Verdict verdict, @Nullable Ballot promisedBefore,
        @Nullable Ballot promised, @Nullable SlotBallot accepted, @Nullable Count count, @Nullable SlotBallot highestReported,
        long chosenUpTo) {

    /** What happens to a message. */
    public enum What {
        /** It may leave this node, at once or when what it says is durable. */
        SENT,
        /** It has come in, or was this node's own, and the acceptor has answered it; the answer leaves when it is durable. */
        ANSWERED,
        /** It has come in and got no answer: not from a member, not to be voted on now, or its vote is being written already. */
        NOT_ANSWERED,
        /** It is an answer that has counted: as a promise or a vote, or as the end of the ballot. */
        COUNTED,
        /** It is an answer that has not counted: late, doubled, a page of several, or not from a member. */
        NOT_COUNTED
    }

    /** Messages of the two phases. */
    public enum Kind {
        /** Phase 1a. */
        PREPARE,
        /** Phase 1b. */
        PROMISE,
        /** Phase 2a. */
        ACCEPT,
        /** Phase 2b. */
        ACCEPTED,
        /** A refusal. */
        NACK;

        /** In lower case. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** An acceptor's answer. */
    public enum Verdict {
        /** It promised, or voted. */
        ACC,
        /** It refused. */
        REJ
    }

    /**
     * Entries of the log, of which no more is told.
     *
     * @param entries how many
     * @param bytes about how large they are together
     */
    public record Load(int entries, long bytes) {

        static Load of(List<Entry> entries) {
            return new Load(entries.size(), entries.stream().mapToLong(Entry::sizeInBytes).sum());
        }

        /** {@code 3 entries, 412 bytes}. */
        @Override
        public String toString() {
            return entries + (entries == 1 ? " entry, " : " entries, ") + bytes + (bytes == 1 ? " byte" : " bytes");
        }
    }

    /**
     * What a proposer has counted.
     *
     * @param members who has promised, or voted for that batch, in order of names
     * @param weight what they weigh together: their number, unless members have weights
     * @param quorum weight needed
     */
    public record Count(List<NodeId> members, int weight, int quorum) {

        /** Copies the list. */
        public Count {
            members = List.copyOf(members);
        }
    }

    /** The event in one line. */
    public String line() {
        StringBuilder line = new StringBuilder().append(kind).append(' ').append(ballot);
        if (firstSlot != null) {
            line.append(" slots ").append(firstSlot).append("..").append(lastSlot == null ? "" : lastSlot);
        }
        line.append(load == null ? "" : " (" + load + ")").append(' ').append(from).append(" -> ").append(to);
        line.append(verdict == null ? "" : " [" + verdict + "]");
        if (promised != null) {
            line.append(" promised ");
            if (promisedBefore != null && !promisedBefore.equals(promised)) {
                line.append(shown(promisedBefore)).append(" -> ");
            }
            line.append(shown(promised));
        }
        if (what == What.ANSWERED || kind == Kind.PROMISE) {
            line.append(promised == null ? " accepted " : ", accepted ").append(shown(accepted));
        }
        switch (what) {
            case SENT -> line.append(" | sent");
            case NOT_ANSWERED -> line.append(" | not answered");
            case NOT_COUNTED -> line.append(" | not counted");
            case ANSWERED, COUNTED -> {}
        }
        if (count != null) {
            line.append(" | ").append(kind == Kind.PROMISE ? "promisers " : "acceptors ").append(shown(count.members()))
                    .append(", ").append(count.weight()).append(" of ").append(count.quorum());
        }
        if (count != null || what == What.SENT && kind == Kind.ACCEPT) {
            line.append("; highest reported ").append(shown(highestReported));
        }
        return line.append(" | chosen up to ").append(chosenUpTo).toString();
    }

    private static String shown(Ballot ballot) {
        return ballot.equals(Ballot.NONE) ? "nothing" : ballot.toString();
    }

    private static String shown(@Nullable SlotBallot accepted) {
        return accepted == null ? "()" : accepted.toString();
    }

    private static String shown(List<NodeId> members) {
        return members.isEmpty() ? "none" : members.stream().map(NodeId::toString).collect(Collectors.joining(" "));
    }
}
