package io.paxos.core.replica;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.founding.FoundingStatus;
import io.paxos.core.membership.Binding;
import io.paxos.core.membership.FoundingPlan;
import io.paxos.core.message.Header;
import io.paxos.core.message.Identify;
import io.paxos.core.message.Identity;
import java.util.List;

/**
 * Asks and answers for the founding (rules F1 to F6). Whatever is said here waits until the binding that it tells of is
 * durable.
 */
final class FoundingHandler {

    private final ReplicaState state;
    private final List<NodeId> peers;
    private final ElectionHandler elections;

    FoundingHandler(ReplicaState state, FoundingPlan plan, ElectionHandler elections) {
        this.state = state;
        this.peers = plan.nodes().stream().filter(node -> !node.equals(state.self)).toList();
        this.elections = elections;
    }

    void onStart() {
        state.outbox.event(new Event.FoundingChanged(state.founding.report()));
        if (peers.isEmpty()) {
            // a node alone binds as it starts (F5); it has nobody to wait for, so it campaigns at once
            state.outbox.writeMeta();
            if (state.mayLead()) {
                elections.becomePoller(null, "alone");
            }
        }
        ask();
    }

    void onTick() {
        if (state.now % state.options.identifyTicks() == 0) {
            ask();
        }
    }

    void onIdentify(Header header, Identify question) {
        Before before = new Before();
        state.founding.onIdentify(question);
        before.actOnChange();
        state.outbox.sendAfterWrites(header.from(), state.founding.answer(question));
    }

    void onIdentity(Header header, Identity answer) {
        Before before = new Before();
        state.founding.onIdentity(header.from(), header.storage(), answer);
        before.actOnChange();
    }

    private void ask() {
        if (state.founding.asks() && state.fenced == null) {
            peers.forEach(peer -> state.outbox.sendAfterWrites(peer, state.founding.question()));
        }
    }

    private final class Before {
        private final FoundingStatus status = state.founding.status();
        private final Binding binding = state.founding.binding();

        void actOnChange() {
            if (!state.founding.binding().equals(binding)) {
                state.outbox.writeMeta();
            }
            if (state.founding.status() != status) {
                state.outbox.event(new Event.FoundingChanged(state.founding.report()));
                state.foundersChanged();
                state.timer.restart(state.now);
                ask();
            }
        }
    }
}
