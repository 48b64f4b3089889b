package io.paxos.core.replica;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.core.log.ChosenLog;
import io.paxos.core.log.Command;
import io.paxos.core.machine.Query;
import io.paxos.core.message.Accept;
import io.paxos.core.message.Accepted;
import io.paxos.core.message.Envelope;
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
import io.paxos.core.proposer.Leader;
import org.jspecify.annotations.Nullable;

/**
 * One node of one group: proposer, acceptor and learner in one, with the replicated state. {@link #step} is its only
 * door: for the same state and the same input it gives the same effects. It does no I/O, reads no clock and is confined
 * to one thread at a time. Whoever drives it must act on the {@link Effects} in their order; that is where durability
 * is kept.
 */
public final class Replica {

    private final ReplicaState state;
    private final Gate gate;
    private final FoundingHandler founding;
    private final ElectionHandler elections;
    private final LearningHandler learning;
    private final ReplicationHandler replication;
    private final ClientHandler clients;
    private final CallEnder calls;
    private final ReadCalls reads;
    private final Input.Handler inputs = new Inputs();
    private final MessageHandler messages = new Messages();

    /**
     * A replica as its store left it.
     *
     * @throws io.paxos.core.founding.FoundedDifferentlyException if the store was founded otherwise than configured
     *     (F7)
     */
    public Replica(ReplicaSetup setup) {
        this.state = new ReplicaState(setup);
        this.gate = new Gate(state);
        this.reads = new ReadCalls(state);
        this.calls = new CallEnder(state, reads);
        this.elections = new ElectionHandler(state, calls);
        this.founding = new FoundingHandler(state, setup.plan(), elections);
        this.learning = new LearningHandler(state, elections, calls, reads);
        this.replication = new ReplicationHandler(state, elections, learning, reads);
        this.clients = new ClientHandler(state, calls, reads);
    }

    /** What happens, and what is to be done about it. */
    public Effects step(Input input) {
        input.applyTo(inputs);
        return state.outbox.take(state.header(), state.meta(), state.acceptor, state.writes, state.now);
    }

    /** How this node stands now. */
    public ReplicaStatus status() {
        return ReplicaStatus.of(state);
    }

    /** Whether it leads, and has begun to hand that over. */
    public boolean isHandingOver() {
        Leader<WaitingRead> leader = state.leading();
        return leader != null && leader.handover() != null;
    }

    /** The chosen prefix that this node knows; read only, and only between steps. */
    public ChosenLog chosen() {
        return state.learner.chosen();
    }

    /** What its roles hold now; read only, and only between steps. */
    public RoleView roles() {
        return new RoleView(state);
    }

    private final class Inputs implements Input.Handler {

        @Override
        public void onStart() {
            learning.onStart();
            founding.onStart();
        }

        @Override
        public void onTick() {
            state.now++;
            founding.onTick();
            if (state.fenced == null) {
                elections.onTick();
                clients.onTick();
                replication.onTick();
                learning.onTick();
            }
        }

        @Override
        public void onReceived(Envelope envelope) {
            if (!gate.admits(envelope)) {
                return;
            }
            Header header = envelope.header();
            if (envelope.message().needsFounders() && state.membership().isPinned(header.from(), header.storage())) {
                elections.onBallotSeen(header.promised());
            }
            envelope.message().deliverTo(messages, header);
        }

        @Override
        public void onWritten(long writeId) {
            state.acceptor.written(writeId);
            state.writes.written(writeId);
        }

        @Override
        public void onWriteFailed(String reason) {
            if (state.fenced != null) {
                return;
            }
            state.fenced = reason;
            state.outbox.event(new Event.Fenced(reason));
            // PITFALLS 99: it steps down at once, so that its heartbeats do not keep the others from electing
            calls.endAll(Reason.FENCED, "the node is fenced (" + reason + ")");
            elections.becomeFollower(null, "fenced: " + reason);
        }

        @Override
        public void onPropose(long call, Command command) {
            clients.onPropose(call, command);
        }

        @Override
        public void onRead(long call, Query query, boolean local) {
            clients.onRead(call, query, local);
        }

        @Override
        public void onCancel(long call) {
            clients.onCancel(call);
        }

        @Override
        public void onTransferLeadership(@Nullable NodeId target) {
            replication.onTransferLeadership(target);
        }

        @Override
        public void onStop() {
            calls.endAll(Reason.SHUTTING_DOWN, "the node is shutting down");
            elections.becomeFollower(null, "shutting down");
        }

        @Override
        public void onInboxDrained() {
            if (state.fenced == null) {
                replication.onInboxDrained();
                clients.onInboxDrained();
            }
        }
    }

    private final class Messages implements MessageHandler {

        @Override
        public void onIdentify(Header header, Identify message) {
            founding.onIdentify(header, message);
        }

        @Override
        public void onIdentity(Header header, Identity message) {
            founding.onIdentity(header, message);
        }

        @Override
        public void onPoll(Header header, Poll message) {
            elections.onPoll(header, message);
        }

        @Override
        public void onPollAnswer(Header header, PollAnswer message) {
            elections.onPollAnswer(header, message);
        }

        @Override
        public void onPrepare(Header header, Prepare message) {
            elections.onPrepare(header, message);
        }

        @Override
        public void onPromise(Header header, Promise message) {
            elections.onPromise(header, message);
        }

        @Override
        public void onAccept(Header header, Accept message) {
            replication.onAccept(header, message);
        }

        @Override
        public void onAccepted(Header header, Accepted message) {
            replication.onAccepted(header, message);
        }

        @Override
        public void onNack(Header header, Nack message) {
            elections.onNack(message);
        }

        @Override
        public void onHeartbeat(Header header, Heartbeat message) {
            replication.onHeartbeat(header, message);
        }

        @Override
        public void onHeartbeatAck(Header header, HeartbeatAck message) {
            replication.onHeartbeatAck(header, message);
        }

        @Override
        public void onFetch(Header header, Fetch message) {
            learning.onFetch(header, message);
        }

        @Override
        public void onFetched(Header header, Fetched message) {
            learning.onFetched(message);
        }

        @Override
        public void onSubmit(Header header, Submit message) {
            clients.onSubmit(header, message);
        }

        @Override
        public void onRefused(Header header, Refused message) {
            clients.onRefused(message);
        }

        @Override
        public void onReadIndex(Header header, ReadIndex message) {
            clients.onReadIndex(header, message);
        }

        @Override
        public void onReadIndexAnswer(Header header, ReadIndexAnswer message) {
            reads.onAnswer(message);
        }

        @Override
        public void onTransfer(Header header, Transfer message) {
            elections.onTransfer(message);
        }
    }
}
