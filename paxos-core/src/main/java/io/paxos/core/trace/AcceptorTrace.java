package io.paxos.core.trace;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.SlotBallot;
import io.paxos.core.message.Accept;
import io.paxos.core.message.Accepted;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Message;
import io.paxos.core.message.Nack;
import io.paxos.core.message.Prepare;
import io.paxos.core.message.Promise;
import io.paxos.core.replica.Effects;
import io.paxos.core.replica.Input;
import io.paxos.core.replica.RoleView;
import io.paxos.core.trace.TraceEvent.Kind;
import io.paxos.core.trace.TraceEvent.Load;
import io.paxos.core.trace.TraceEvent.Verdict;
import io.paxos.core.trace.TraceEvent.What;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a node does as an acceptor: the requests that it answers, its own proposer's too, and the heartbeats that it refuses. */
final class AcceptorTrace {

    private final RoleView roles;
    private Ballot promisedBefore = Ballot.NONE;
    private long chosenBefore;
    private SortedMap<Long, Ballot> votesBefore = Collections.emptySortedMap();
    private @Nullable Message answer;

    AcceptorTrace(RoleView roles) {
        this.roles = roles;
    }

    /** Keeps what the step may overwrite. */
    void before(Input input) {
        promisedBefore = roles.promised();
        chosenBefore = roles.chosenUpTo();
        answer = null;
        votesBefore = Collections.emptySortedMap();
        if (input instanceof Input.InboxDrained) {
            // proposals are made here, and the own vote with them
            votesBefore = roles.votesAhead();
        } else if (input instanceof Input.Received received) {
            Message message = received.envelope().message();
            if (message instanceof Prepare prepare) {
                votesBefore = roles.votes(prepare.pageFrom(), Long.MAX_VALUE);
            } else if (message instanceof Accept accept) {
                votesBefore = roles.votes(accept.firstSlot(), accept.lastSlot());
            }
        }
    }

    /** A request has come in. */
    void received(Envelope envelope, Effects effects, List<TraceEvent> events) {
        NodeId from = envelope.header().from();
        if (envelope.message() instanceof Prepare prepare) {
            answer = sentTo(from, effects, message -> isNackOf(message, prepare.ballot()) || message instanceof Promise promise
                    && promise.ballot().equals(prepare.ballot()) && promise.pageFrom() == prepare.pageFrom());
            events.add(request(Kind.PREPARE, from, prepare.ballot(), prepare.pageFrom(), null, null, answer,
                    acceptedBefore(prepare.pageFrom(), Long.MAX_VALUE)));
        } else if (envelope.message() instanceof Accept accept) {
            Accepted accepted = new Accepted(accept.ballot(), accept.firstSlot(), accept.lastSlot());
            answer = sentTo(from, effects, message -> isNackOf(message, accept.ballot()) || message.equals(accepted));
            events.add(request(Kind.ACCEPT, from, accept.ballot(), accept.firstSlot(), accept.lastSlot(),
                    Load.of(accept.entries()), answer, acceptedBefore(accept.firstSlot(), accept.lastSlot())));
        }
    }

    /** The own promises and votes, which no message has asked for; and refusals of what is no request of the two phases. */
    void sent(Envelope envelope, Effects effects, List<TraceEvent> events) {
        NodeId self = roles.self();
        boolean own = envelope.to().equals(self);
        Message message = envelope.message();
        if (message == answer) {
            return;
        }
        if (own && message instanceof Promise promise) {
            events.add(request(Kind.PREPARE, self, promise.ballot(), promise.pageFrom(), null, null, promise,
                    SlotBallot.highest(promise.reports().stream().map(SlotBallot::of))));
        } else if (own && message instanceof Accepted accepted) {
            events.add(request(Kind.ACCEPT, self, accepted.ballot(), accepted.firstSlot(), accepted.lastSlot(),
                    loadOf(accepted, effects), accepted, acceptedBefore(accepted.firstSlot(), accepted.lastSlot())));
        } else if (message instanceof Nack nack) {
            events.add(new TraceEvent(What.SENT, Kind.NACK, self, envelope.to(), nack.refused(), null, null, null, Verdict.REJ,
                    null, nack.promised(), null, null, null, roles.chosenUpTo()));
        }
    }

    /** A request to this node, with its answer; null if there is none. */
    private TraceEvent request(Kind kind, NodeId from, Ballot ballot, long first, @Nullable Long last, @Nullable Load load,
            @Nullable Message reply, @Nullable SlotBallot accepted) {
        Verdict verdict = reply == null ? null : reply instanceof Nack ? Verdict.REJ : Verdict.ACC;
        return new TraceEvent(reply == null ? What.NOT_ANSWERED : What.ANSWERED, kind, from, roles.self(), ballot, first, last,
                load, verdict, promisedBefore, roles.promised(), accepted, null, null, roles.chosenUpTo());
    }

    private @Nullable SlotBallot acceptedBefore(long first, long last) {
        SlotBallot vote = SlotBallot.highest(votesBefore.entrySet().stream()
                .filter(voted -> voted.getKey() >= first && voted.getKey() <= last)
                .map(voted -> new SlotBallot(voted.getKey(), voted.getValue())));
        return vote != null || chosenBefore < first ? vote : new SlotBallot(Math.min(last, chosenBefore), null);
    }

    private static @Nullable Message sentTo(NodeId to, Effects effects, Predicate<Message> which) {
        return Stream.concat(effects.free().stream(), effects.afterWrites().stream())
                .filter(envelope -> envelope.to().equals(to)).map(Envelope::message).filter(which).findFirst().orElse(null);
    }

    private static boolean isNackOf(Message message, Ballot ballot) {
        return message instanceof Nack nack && nack.refused().equals(ballot);
    }

    /** The entries of a vote are in the write that goes with it. */
    private static @Nullable Load loadOf(Accepted accepted, Effects effects) {
        return effects.write() == null ? null : effects.write().votes().stream()
                .filter(row -> row.firstSlot() == accepted.firstSlot() && row.lastSlot() == accepted.lastSlot())
                .findFirst().map(row -> Load.of(row.entries())).orElse(null);
    }
}
