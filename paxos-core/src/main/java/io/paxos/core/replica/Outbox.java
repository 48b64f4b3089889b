package io.paxos.core.replica;

import io.paxos.core.acceptor.Acceptor;
import io.paxos.core.acceptor.AcceptorStep;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.log.ChosenRow;
import io.paxos.core.log.Meta;
import io.paxos.core.log.VoteRow;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Header;
import io.paxos.core.message.Message;
import java.util.ArrayList;
import java.util.List;

/** Gathers what the handlers of one step want done. */
final class Outbox {

    private record Parcel(NodeId to, Message message) {
    }

    private List<Parcel> free = new ArrayList<>();
    private List<Parcel> afterWrites = new ArrayList<>();
    private List<VoteRow> votes = new ArrayList<>();
    private List<ChosenRow> chosen = new ArrayList<>();
    private List<Applied> applied = new ArrayList<>();
    private List<Reply> replies = new ArrayList<>();
    private List<Event> events = new ArrayList<>();
    private boolean metaChanged;
    private long lastWriteId;

    /** The message may leave at once. */
    void send(NodeId to, Message message) {
        free.add(new Parcel(to, message));
    }

    /** The message waits for all writes asked for so far, those of this step included. */
    void sendAfterWrites(NodeId to, Message message) {
        afterWrites.add(new Parcel(to, message));
    }

    /** Sends an acceptor's reply when what it needs is durable. */
    void send(NodeId to, AcceptorStep step) {
        VoteRow vote = step.vote();
        if (vote != null) {
            votes.add(vote);
        }
        switch (step.needs()) {
            case NOTHING -> send(to, step.reply());
            case EARLIER_WRITES -> sendAfterWrites(to, step.reply());
            case WRITE -> {
                writeMeta();
                sendAfterWrites(to, step.reply());
            }
        }
    }

    /** The meta row has changed and must become durable. */
    void writeMeta() {
        metaChanged = true;
    }

    /** These chosen values must become durable; nobody waits for it. */
    void write(ChosenRow row) {
        chosen.add(row);
    }

    void applied(Applied slot) {
        applied.add(slot);
    }

    void reply(long call, Outcome outcome) {
        replies.add(new Reply(call, outcome));
    }

    void refuse(long call, Reason reason, String detail) {
        reply(call, new Outcome.NotExecuted(reason, detail));
    }

    void event(Event event) {
        events.add(event);
    }

    /**
     * Ends the step.
     *
     * @param header of this node as it stands now
     * @param meta as it stands now; goes along with every write (rule L7)
     * @param now present tick
     */
    Effects take(Header header, Meta meta, Acceptor acceptor, WritesUnderWay writes, long now) {
        AcceptorWrite write = null;
        if (metaChanged || !votes.isEmpty() || !chosen.isEmpty()) {
            write = new AcceptorWrite(++lastWriteId, meta, votes, chosen);
            writes.add(write, now);
            for (VoteRow row : votes) {
                acceptor.writing(lastWriteId, row);
            }
        }
        if (write == null && free.isEmpty() && afterWrites.isEmpty() && applied.isEmpty() && replies.isEmpty()
                && events.isEmpty()) {
            return Effects.NONE;
        }
        Effects effects = new Effects(write, sealed(free, header), sealed(afterWrites, header), applied, replies, events);
        clear();
        return effects;
    }

    private static List<Envelope> sealed(List<Parcel> parcels, Header header) {
        List<Envelope> envelopes = new ArrayList<>(parcels.size());
        for (Parcel parcel : parcels) {
            envelopes.add(new Envelope(header, parcel.to(), parcel.message()));
        }
        return envelopes;
    }

    private void clear() {
        free = new ArrayList<>();
        afterWrites = new ArrayList<>();
        votes = new ArrayList<>();
        chosen = new ArrayList<>();
        applied = new ArrayList<>();
        replies = new ArrayList<>();
        events = new ArrayList<>();
        metaChanged = false;
    }
}
