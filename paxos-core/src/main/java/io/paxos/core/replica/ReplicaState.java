package io.paxos.core.replica;

import io.paxos.core.acceptor.Acceptor;
import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.founding.Founding;
import io.paxos.core.founding.FoundingStatus;
import io.paxos.core.learner.CatchUp;
import io.paxos.core.learner.Learner;
import io.paxos.core.log.ChosenLog;
import io.paxos.core.log.DurableState;
import io.paxos.core.log.Meta;
import io.paxos.core.machine.OperationResult;
import io.paxos.core.machine.StateMachine;
import io.paxos.core.membership.ClusterId;
import io.paxos.core.membership.Membership;
import io.paxos.core.membership.StorageId;
import io.paxos.core.message.Header;
import io.paxos.core.proposer.ElectionTimer;
import io.paxos.core.proposer.Leader;
import io.paxos.core.proposer.Leadership;
import io.paxos.core.session.AnswerTable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What the handlers of one replica share. Durable, through {@link Outbox}: the acceptor's promise and votes, the chosen
 * values, the binding. Everything else is memory that a restart may lose.
 */
final class ReplicaState {

    final NodeId self;
    final StorageId storage;
    final String group;
    final ReplicaOptions options;
    final RandomGenerator random;
    final Outbox outbox = new Outbox();

    final Founding founding;
    final Acceptor acceptor;
    final Learner learner;
    final CatchUp catchUp;
    final ElectionTimer timer;
    final AnswerTable<OperationResult> answers;
    final StateMachine machine;
    final PendingCommands pending = new PendingCommands();
    final WritesUnderWay writes = new WritesUnderWay();

    private final String clusterName;
    private ClusterId clusterId;

    Leadership leadership = new Leadership.Follower(null);
    /** The highest ballot heard of, so that the next campaign goes above it (CONS-2). */
    Ballot highestSeen;
    long now;
    long applied;
    @Nullable String fenced;
    @Nullable String applyHalted;

    ReplicaState(ReplicaSetup setup) {
        DurableState durable = setup.durable();
        this.self = setup.self();
        this.storage = durable.storage();
        this.group = setup.group();
        this.options = setup.options();
        this.random = setup.random();
        this.clusterName = setup.plan().cluster();
        this.clusterId = ClusterId.unfounded(clusterName);
        this.founding = new Founding(self, storage, setup.plan(), durable.meta().binding(), random.nextLong());
        this.acceptor = setup.roles().acceptor(durable.meta().promised(), durable.votes());
        ChosenLog chosen = new ChosenLog();
        durable.chosen().forEach(chosen::append);
        this.learner = setup.roles().learner(chosen);
        this.catchUp = new CatchUp(options.fetchPatienceTicks(), options.fetchRetryTicks());
        this.timer = new ElectionTimer(options.electionTicks(), random, 0);
        this.answers = setup.roles().answers(options.answers());
        this.machine = setup.machine();
        this.highestSeen = durable.meta().promised();
        foundersChanged();
    }

    /** The founders may have become known. */
    void foundersChanged() {
        Membership founders = founding.founders();
        clusterId = founders == null ? ClusterId.unfounded(clusterName) : founders.clusterId(clusterName);
    }

    ClusterId clusterId() {
        return clusterId;
    }

    /** Whether this node may promise and vote (rules F1, F3; a fenced node may not). */
    boolean mayVote() {
        return founding.status() == FoundingStatus.FOUNDED && fenced == null;
    }

    /** Whether this node may campaign: a node that cannot apply should not lead (PITFALLS 72). */
    boolean mayLead() {
        return mayVote() && applyHalted == null;
    }

    /** The voters of the present epoch; only where they are known. */
    Membership membership() {
        Membership founders = founding.founders();
        if (founders == null) {
            throw new IllegalStateException(self + " does not know the founders of its cluster yet");
        }
        return founders;
    }

    /** The leadership of this node itself; null if it does not lead. */
    @SuppressWarnings("unchecked")
    @Nullable Leader<WaitingRead> leading() {
        return leadership instanceof Leader<?> leader ? (Leader<WaitingRead>) leader : null;
    }

    /** Whether the leader may serve: its start barrier is chosen in its own ballot, and applied (rules S4, R1). */
    boolean isServing(Leader<WaitingRead> leader) {
        return leader.pipeline().vouchedUpTo() >= leader.barrier() && applied >= leader.barrier();
    }

    /** The ballot of the leader that this node follows; null if none. */
    @Nullable Ballot followed() {
        return leadership instanceof Leadership.Follower follower ? follower.leader() : null;
    }

    Header header() {
        return new Header(clusterId, group, 0, self, storage, acceptor.promised());
    }

    Meta meta() {
        return new Meta(acceptor.promised(), learner.chosenUpTo(), founding.binding());
    }
}
