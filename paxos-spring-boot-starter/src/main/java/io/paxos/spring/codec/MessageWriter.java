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
import io.paxos.core.message.Header;
import io.paxos.core.message.Heartbeat;
import io.paxos.core.message.HeartbeatAck;
import io.paxos.core.message.Identify;
import io.paxos.core.message.Identity;
import io.paxos.core.message.MessageHandler;
import io.paxos.core.message.Nack;
import io.paxos.core.message.Poll;
import io.paxos.core.message.PollAnswer;
import io.paxos.core.message.Prepare;
import io.paxos.core.message.Promise;
import io.paxos.core.message.ReadIndex;
import io.paxos.core.message.ReadIndexAnswer;
import io.paxos.core.message.Refused;
import io.paxos.core.message.Submit;
import io.paxos.core.message.Transfer;
import java.util.List;

/** Writes each kind of message as {@link MessageForm} says. The header stands elsewhere. */
record MessageWriter(BinaryOutput out) implements MessageHandler {

    @Override
    public void onIdentify(Header header, Identify message) {
        kind(MessageForm.IDENTIFY).out.writeLong(message.nonce()).writeVarint(message.lost().size());
        for (StorageId storage : message.lost()) {
            out.writeStorageId(storage);
        }
    }

    @Override
    public void onIdentity(Header header, Identity message) {
        kind(MessageForm.IDENTITY).out.writeLong(message.nonce());
        DigestForm.write(out, message.identity().planDigest());
        BindingForm.write(out, message.identity().binding());
    }

    @Override
    public void onPoll(Header header, Poll message) {
        kind(MessageForm.POLL).out.writeVarint(message.attempt()).writeBoolean(message.transfer());
    }

    @Override
    public void onPollAnswer(Header header, PollAnswer message) {
        kind(MessageForm.POLL_ANSWER).out.writeVarint(message.attempt()).writeBoolean(message.granted());
        mark(message.chosenUpTo());
    }

    @Override
    public void onPrepare(Header header, Prepare message) {
        kind(MessageForm.PREPARE).ballot(message.ballot()).slot(message.from()).distance(message.from(), message.pageFrom());
    }

    @Override
    public void onPromise(Header header, Promise message) {
        kind(MessageForm.PROMISE).ballot(message.ballot()).slot(message.from()).distance(message.from(), message.pageFrom());
        long lastSlot = reports(message.pageFrom(), message.reports());
        if (message.nextPage() == 0) {
            out.writeVarint(0);
        } else {
            slotAfter(lastSlot, message.nextPage());
        }
        mark(message.compactedUpTo()).mark(message.chosenUpTo());
    }

    @Override
    public void onAccept(Header header, Accept message) {
        kind(MessageForm.ACCEPT).ballot(message.ballot()).slot(message.firstSlot()).entries(message.entries())
                .mark(message.chosenUpTo());
    }

    @Override
    public void onAccepted(Header header, Accepted message) {
        kind(MessageForm.ACCEPTED).ballot(message.ballot()).slot(message.firstSlot())
                .distance(message.firstSlot(), message.lastSlot());
    }

    @Override
    public void onNack(Header header, Nack message) {
        kind(MessageForm.NACK).ballot(message.refused()).out.writeBallot(message.promised());
    }

    @Override
    public void onHeartbeat(Header header, Heartbeat message) {
        kind(MessageForm.HEARTBEAT).ballot(message.ballot()).mark(message.chosenUpTo()).out.writeVarint(message.round());
    }

    @Override
    public void onHeartbeatAck(Header header, HeartbeatAck message) {
        kind(MessageForm.HEARTBEAT_ACK).ballot(message.ballot()).out.writeVarint(message.round());
        mark(message.chosenUpTo());
    }

    @Override
    public void onFetch(Header header, Fetch message) {
        kind(MessageForm.FETCH).slot(message.from());
    }

    @Override
    public void onFetched(Header header, Fetched message) {
        if (!message.entries().isEmpty()) {
            Slots.requireRange(message.from(), message.entries().size());
        }
        kind(MessageForm.FETCHED).slot(message.from()).entries(message.entries()).mark(message.chosenUpTo());
    }

    @Override
    public void onSubmit(Header header, Submit message) {
        kind(MessageForm.SUBMIT).ballot(message.ballot()).out.writeVarint(message.commands().size());
        for (Command command : message.commands()) {
            EntryForm.writeCommand(out, command);
        }
    }

    @Override
    public void onRefused(Header header, Refused message) {
        kind(MessageForm.REFUSED).out.writeVarint(message.requests().size());
        for (RequestId request : message.requests()) {
            RequestIdForm.write(out, request);
        }
        out.writeBoolean(message.overloaded());
    }

    @Override
    public void onReadIndex(Header header, ReadIndex message) {
        kind(MessageForm.READ_INDEX).out.writeLong(message.ask());
        ballot(message.ballot());
    }

    @Override
    public void onReadIndexAnswer(Header header, ReadIndexAnswer message) {
        boolean known = message.index() != -1;
        kind(MessageForm.READ_INDEX_ANSWER).out.writeLong(message.ask()).writeBoolean(known);
        if (known) {
            mark(message.index());
        }
    }

    @Override
    public void onTransfer(Header header, Transfer message) {
        kind(MessageForm.TRANSFER).ballot(message.ballot());
    }

    /** Returns the slot of the last report; {@code pageFrom} if there is none. */
    private long reports(long pageFrom, List<SlotReport> reports) {
        out.writeVarint(reports.size());
        long lastSlot = pageFrom;
        long next = pageFrom;
        for (SlotReport report : reports) {
            distance(next, report.slot());
            Vote vote = report.vote();
            if (vote == null) {
                out.writeByte(MessageForm.CHOSEN);
            } else {
                out.writeByte(MessageForm.VOTE);
                ballot(vote.ballot());
            }
            EntryForm.write(out, report.entry());
            lastSlot = report.slot();
            next = lastSlot + 1;
        }
        return lastSlot;
    }

    private MessageWriter kind(int kind) {
        out.writeByte(kind);
        return this;
    }

    private MessageWriter ballot(Ballot ballot) {
        if (ballot.equals(Ballot.NONE)) {
            throw new IllegalArgumentException("a message of no ballot");
        }
        out.writeBallot(ballot);
        return this;
    }

    private MessageWriter slot(long slot) {
        if (slot < 1 || slot > MessageForm.LAST_SLOT) {
            throw new IllegalArgumentException("there is no slot " + slot);
        }
        out.writeVarint(slot);
        return this;
    }

    private MessageWriter mark(long mark) {
        if (mark < 0 || mark > MessageForm.LAST_SLOT) {
            throw new IllegalArgumentException("no slots up to " + mark);
        }
        out.writeVarint(mark);
        return this;
    }

    /** How far a slot lies at or above another. */
    private MessageWriter distance(long base, long slot) {
        if (slot < base || slot > MessageForm.LAST_SLOT) {
            throw new IllegalArgumentException("slot " + slot + " where one from " + base + " on belongs");
        }
        out.writeVarint(slot - base);
        return this;
    }

    /** How far a slot lies above another, so never 0. */
    private void slotAfter(long base, long slot) {
        if (slot == base) {
            throw new IllegalArgumentException("slot " + slot + " where one above it belongs");
        }
        distance(base, slot);
    }

    private MessageWriter entries(List<Entry> entries) {
        EntryForm.writeList(out, entries);
        return this;
    }
}
