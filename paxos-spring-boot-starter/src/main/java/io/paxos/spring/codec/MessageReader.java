package io.paxos.spring.codec;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.log.Command;
import io.paxos.core.log.Entry;
import io.paxos.core.log.RequestId;
import io.paxos.core.log.SlotReport;
import io.paxos.core.log.Slots;
import io.paxos.core.log.Vote;
import io.paxos.core.membership.StorageId;
import io.paxos.core.message.Accept;
import io.paxos.core.message.Accepted;
import io.paxos.core.message.Fetch;
import io.paxos.core.message.Fetched;
import io.paxos.core.message.Heartbeat;
import io.paxos.core.message.HeartbeatAck;
import io.paxos.core.message.Identify;
import io.paxos.core.message.Identity;
import io.paxos.core.message.Message;
import io.paxos.core.message.Nack;
import io.paxos.core.message.NodeIdentity;
import io.paxos.core.message.Poll;
import io.paxos.core.message.PollAnswer;
import io.paxos.core.message.Prepare;
import io.paxos.core.message.Promise;
import io.paxos.core.message.ReadIndex;
import io.paxos.core.message.ReadIndexAnswer;
import io.paxos.core.message.Refused;
import io.paxos.core.message.Submit;
import io.paxos.core.message.Transfer;
import java.util.ArrayList;
import java.util.List;

/** Reads each kind of message as {@link MessageForm} says. */
final class MessageReader {

    /** Bytes of a report of a no-op as chosen. */
    private static final int LEAST_REPORT = 3;

    /** Bytes of a command with an empty body, named by a client's sequence. */
    private static final int LEAST_COMMAND = 1 + 2 * Long.BYTES + 4;

    /** Bytes of a client's sequence. */
    private static final int LEAST_REQUEST = 1 + 2 * Long.BYTES + 1;

    private MessageReader() {
    }

    /**
     * Reads a message.
     *
     * @throws UndecodableException if the next bytes are none
     */
    static Message read(BinaryInput in) {
        int from = in.position();
        int kind = in.readByte("the kind of a message");
        try {
            return switch (kind) {
                case MessageForm.IDENTIFY -> identify(in);
                case MessageForm.IDENTITY -> new Identity(in.readLong("the nonce of an identity"),
                        new NodeIdentity(DigestForm.read(in, "the digest of a plan"), BindingForm.read(in)));
                case MessageForm.POLL -> new Poll(in.readVarint("the attempt of a poll"),
                        in.readBoolean("whether a poll is for a transfer"));
                case MessageForm.POLL_ANSWER -> new PollAnswer(in.readVarint("the attempt of a poll answer"),
                        in.readBoolean("whether a poll is granted"), mark(in));
                case MessageForm.PREPARE -> prepare(in);
                case MessageForm.PROMISE -> promise(in);
                case MessageForm.ACCEPT -> new Accept(ballot(in, "the ballot of an accept"),
                        slot(in, "the first slot of an accept"), EntryForm.readList(in), mark(in));
                case MessageForm.ACCEPTED -> accepted(in);
                case MessageForm.NACK -> new Nack(ballot(in, "the refused ballot of a nack"),
                        in.readBallot("the promised ballot of a nack"));
                case MessageForm.HEARTBEAT -> new Heartbeat(ballot(in, "the ballot of a heartbeat"), mark(in),
                        in.readVarint("the round of a heartbeat"));
                case MessageForm.HEARTBEAT_ACK -> new HeartbeatAck(ballot(in, "the ballot of a heartbeat ack"),
                        in.readVarint("the round of a heartbeat ack"), mark(in));
                case MessageForm.FETCH -> new Fetch(slot(in, "the first slot of a fetch"));
                case MessageForm.FETCHED -> fetched(in);
                case MessageForm.SUBMIT -> submit(in);
                case MessageForm.REFUSED -> refused(in);
                case MessageForm.READ_INDEX -> new ReadIndex(in.readLong("the ask of a read index"),
                        ballot(in, "the ballot of a read index"));
                case MessageForm.READ_INDEX_ANSWER -> new ReadIndexAnswer(in.readLong("the ask of a read index answer"),
                        in.readBoolean("whether an index is known") ? mark(in, "the index of a read") : -1);
                case MessageForm.TRANSFER -> new Transfer(ballot(in, "the ballot of a transfer"));
                default -> throw in.unexpected(from, "the kind of a message", "kind " + kind
                        + ", which this node does not know: was it sent by a newer release?");
            };
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw in.refused(from, "a message of kind " + kind, e);
        }
    }

    private static Identify identify(BinaryInput in) {
        long nonce = in.readLong("the nonce of an identify");
        int count = in.readCount("the count of lost stores", 2 * Long.BYTES);
        List<StorageId> lost = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            lost.add(in.readStorageId("a lost store"));
        }
        return new Identify(nonce, lost);
    }

    private static Prepare prepare(BinaryInput in) {
        Ballot ballot = ballot(in, "the ballot of a prepare");
        long from = slot(in, "the first slot of a prepare");
        return new Prepare(ballot, from, slotAfter(in, "the page of a prepare", from));
    }

    private static Promise promise(BinaryInput in) {
        Ballot ballot = ballot(in, "the ballot of a promise");
        long from = slot(in, "the first slot of a promise");
        long pageFrom = slotAfter(in, "the page of a promise", from);
        int count = in.readCount("the count of reports", LEAST_REPORT);
        List<SlotReport> reports = new ArrayList<>(count);
        long lastSlot = pageFrom;
        long next = pageFrom;
        for (int i = 0; i < count; i++) {
            lastSlot = slotAfter(in, "the slot of a report", next);
            reports.add(report(in, lastSlot));
            next = lastSlot + 1;
        }
        long nextPage = slotAfter(in, "the next page of a promise", lastSlot);
        return new Promise(ballot, from, pageFrom, reports, nextPage == lastSlot ? 0 : nextPage,
                mark(in, "the compacted slots of a promise"), mark(in));
    }

    private static SlotReport report(BinaryInput in, long slot) {
        int from = in.position();
        int kind = in.readByte("the kind of a report");
        return switch (kind) {
            case MessageForm.VOTE -> SlotReport.ofVote(slot, new Vote(ballot(in, "the ballot of a vote"), EntryForm.read(in)));
            case MessageForm.CHOSEN -> SlotReport.ofChosen(slot, EntryForm.read(in));
            default -> throw in.unexpected(from, "the kind of a report", kind + ", which is neither a vote nor chosen");
        };
    }

    private static Accepted accepted(BinaryInput in) {
        Ballot ballot = ballot(in, "the ballot of an accepted");
        long firstSlot = slot(in, "the first slot of an accepted");
        return new Accepted(ballot, firstSlot, slotAfter(in, "the last slot of an accepted", firstSlot));
    }

    private static Fetched fetched(BinaryInput in) {
        long from = slot(in, "the first slot of a fetched");
        List<Entry> entries = EntryForm.readList(in);
        if (!entries.isEmpty()) {
            Slots.requireRange(from, entries.size());
        }
        return new Fetched(from, entries, mark(in));
    }

    private static Submit submit(BinaryInput in) {
        Ballot ballot = ballot(in, "the ballot of a submit");
        int count = in.readCount("the count of commands", LEAST_COMMAND);
        List<Command> commands = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            commands.add(EntryForm.readCommand(in));
        }
        return new Submit(ballot, commands);
    }

    private static Refused refused(BinaryInput in) {
        int count = in.readCount("the count of refused requests", LEAST_REQUEST);
        List<RequestId> requests = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            requests.add(RequestIdForm.read(in));
        }
        return new Refused(requests, in.readBoolean("whether a queue is full"));
    }

    private static Ballot ballot(BinaryInput in, String what) {
        int from = in.position();
        Ballot ballot = in.readBallot(what);
        if (ballot.equals(Ballot.NONE)) {
            throw in.unexpected(from, what, "no ballot");
        }
        return ballot;
    }

    private static long slot(BinaryInput in, String what) {
        int from = in.position();
        long slot = mark(in, what);
        if (slot == 0) {
            throw in.unexpected(from, what, "slot 0");
        }
        return slot;
    }

    private static long mark(BinaryInput in) {
        return mark(in, "up to where slots are chosen");
    }

    private static long mark(BinaryInput in, String what) {
        return slotAfter(in, what, 0);
    }

    /** Reads how far a slot lies at or above another. */
    private static long slotAfter(BinaryInput in, String what, long base) {
        int from = in.position();
        long distance = in.readVarint(what);
        if (distance > MessageForm.LAST_SLOT - base) {
            throw in.unexpected(from, what, "a slot above 2^63 - 2");
        }
        return base + distance;
    }
}
