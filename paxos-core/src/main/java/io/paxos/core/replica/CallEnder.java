package io.paxos.core.replica;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.core.log.RequestId;
import io.paxos.core.message.ReadIndexAnswer;
import io.paxos.core.message.Refused;
import io.paxos.core.proposer.Leader;
import io.paxos.core.proposer.ProposalQueue.Proposal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Ends calls that can no longer be answered, each with what is certain (rule C4): a command that never left is not
 * executed, one that has left is unknown, a read has no effect.
 */
final class CallEnder {

    private final ReplicaState state;
    private final ReadCalls reads;

    CallEnder(ReplicaState state, ReadCalls reads) {
        this.state = state;
        this.reads = reads;
    }

    /** Ends all calls of this node: its leader is gone, or it is itself no longer one. */
    void endAll(String why) {
        endAll(Reason.NO_LEADER, why);
    }

    /** Ends all calls of this node. */
    void endAll(Reason reason, String why) {
        Leader<WaitingRead> leader = state.leading();
        if (leader != null) {
            for (WaitingRead read : leader.reads().unanswered()) {
                if (read instanceof WaitingRead.Here here) {
                    reads.end(here.call(), reason, why);
                }
            }
        }
        reads.endAll(reason, why);
        state.pending.giveUpAll().forEach(call -> end(call, reason, why));
    }

    /** The calls of one request cannot be answered now. */
    void end(RequestId request, Reason reason, String why) {
        state.pending.giveUp(request).forEach(call -> end(call, reason, why));
    }

    /** One call cannot be answered now. */
    void end(PendingCommands.GivenUp call, Reason reason, String why) {
        state.outbox.reply(call.call(), call.mayStillHappen()
                ? new Outcome.Unknown(why)
                : new Outcome.NotExecuted(reason, why));
    }

    /** Tells other nodes that what they handed in was not proposed, so that they need not wait. */
    void endRemote(Leader<WaitingRead> leader) {
        Map<NodeId, List<RequestId>> commands = new TreeMap<>();
        for (Proposal proposal : leader.queue().commands()) {
            if (proposal.origin() != null) {
                commands.computeIfAbsent(proposal.origin(), node -> new ArrayList<>()).add(proposal.command().id());
            }
        }
        commands.forEach((node, requests) -> state.outbox.send(node, new Refused(requests, false)));
        for (WaitingRead read : leader.reads().unanswered()) {
            if (read instanceof WaitingRead.Elsewhere elsewhere) {
                state.outbox.send(elsewhere.node(), new ReadIndexAnswer(elsewhere.ask(), -1));
            }
        }
    }
}
