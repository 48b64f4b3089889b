package io.paxos.core.replica;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.core.founding.FoundingStatus;
import io.paxos.core.log.Command;
import io.paxos.core.log.RequestId;
import io.paxos.core.machine.OperationResult;
import io.paxos.core.machine.Query;
import io.paxos.core.message.Header;
import io.paxos.core.message.ReadIndex;
import io.paxos.core.message.ReadIndexAnswer;
import io.paxos.core.message.Refused;
import io.paxos.core.message.Submit;
import io.paxos.core.proposer.Leader;
import io.paxos.core.session.Answer;
import java.util.ArrayList;
import java.util.List;

/** Calls of this node's users, and what other nodes hand in for theirs: one hop to the leader (rules C1 to C4, R1, R2). */
final class ClientHandler {

    private static final int COMMANDS_PER_SUBMIT = 1024;

    private final ReplicaState state;
    private final CallEnder calls;
    private final ReadCalls reads;
    private List<Command> outgoing = new ArrayList<>();

    ClientHandler(ReplicaState state, CallEnder calls, ReadCalls reads) {
        this.state = state;
        this.calls = calls;
        this.reads = reads;
    }

    void onPropose(long call, Command command) {
        if (refusedEarly(call)) {
            return;
        }
        if (command.body().size() > state.options.commandBytes()) {
            state.outbox.refuse(call, Reason.VALUE_TOO_LARGE, "the command has " + command.body().size() + " bytes, the limit is "
                    + state.options.commandBytes() + " on " + state.self);
            return;
        }
        Answer<OperationResult> known = state.answers.peek(command);
        if (known != null) {
            state.outbox.reply(call, Outcomes.of(known));
            return;
        }
        Leader<WaitingRead> leader = state.leading();
        if (leader == null && state.followed() == null) {
            state.outbox.refuse(call, Reason.NO_LEADER, "no leader is known on " + state.self);
        } else if (state.pending.size() >= state.options.queueSize()
                || state.pending.bytes() + command.sizeInBytes() > state.options.queueBytes()
                || leader != null && !leader.offer(command, null)) {
            state.outbox.refuse(call, Reason.OVERLOADED, "the queue of commands is full on " + state.self);
        } else {
            state.pending.add(call, command);
            if (leader == null) {
                outgoing.add(command);
            } else if (!leader.queue().isLast(command)) {
                state.pending.leaves(command.id(), state.now); // a copy that came before may have left
            }
        }
    }

    void onRead(long call, Query query, boolean local) {
        if (local && state.applyHalted == null && state.fenced == null) {
            state.outbox.reply(call, new Outcome.ReadDone(state.machine.query(query)));
            return;
        }
        if (refusedEarly(call)) {
            return;
        }
        Leader<WaitingRead> leader = state.leading();
        WaitingRead.Here read = new WaitingRead.Here(call, query);
        if (leader == null && state.followed() == null) {
            state.outbox.refuse(call, Reason.NO_LEADER, "no leader is known on " + state.self);
        } else if (reads.size() >= state.options.queueSize() || leader != null && !leader.reads().offer(read)) {
            state.outbox.refuse(call, Reason.OVERLOADED, "the queue of reads is full on " + state.self);
        } else {
            reads.opened(call);
            if (leader == null) {
                reads.waitForIndex(read);
            }
        }
    }

    void onCancel(long call) {
        reads.end(call, Reason.DEADLINE, "its deadline came first");
        PendingCommands.GivenUp command = state.pending.giveUp(call);
        if (command != null) {
            calls.end(command, Reason.DEADLINE, "its deadline came first");
        }
    }

    /** A submission may have been lost: it is handed in again. The table of answers makes that safe (rule C1). */
    void onTick() {
        if (state.followed() != null && outgoing.isEmpty()) {
            outgoing.addAll(state.pending.silentSince(state.now, state.options.electionTicks()));
        }
    }

    /** Hands to the leader what has gathered. */
    void onInboxDrained() {
        List<Command> commands = outgoing;
        outgoing = new ArrayList<>();
        Ballot leader = state.followed();
        if (leader == null) {
            return; // the change of leadership has ended these calls
        }
        List<Command> page = new ArrayList<>();
        long bytes = 0;
        for (Command command : commands) {
            if (!state.pending.isWaitedFor(command.id())) {
                continue;
            }
            bytes += command.sizeInBytes();
            if (!page.isEmpty() && (bytes > state.options.batchBytes() || page.size() >= COMMANDS_PER_SUBMIT)) {
                state.outbox.send(leader.node(), new Submit(leader, page));
                page = new ArrayList<>();
                bytes = command.sizeInBytes();
            }
            state.pending.leaves(command.id(), state.now);
            page.add(command);
        }
        if (!page.isEmpty()) {
            state.outbox.send(leader.node(), new Submit(leader, page));
        }
        reads.askIfNeeded(leader);
    }

    void onSubmit(Header header, Submit submit) {
        Leader<WaitingRead> leader = state.leading();
        if (leader == null || !leader.ballot().equals(submit.ballot())) {
            state.outbox.send(header.from(), new Refused(idsOf(submit.commands()), false));
            return;
        }
        List<Command> refused = new ArrayList<>();
        for (Command command : submit.commands()) {
            if (state.answers.peek(command) instanceof Answer.Repeated<OperationResult>) {
                leader.toldNext().add(header.from()); // applied here: the sender only has to catch up
            } else if (command.body().size() > state.options.commandBytes() || !leader.offer(command, header.from())) {
                refused.add(command);
            }
        }
        if (!refused.isEmpty()) {
            state.outbox.send(header.from(), new Refused(idsOf(refused), true));
        }
    }

    void onRefused(Refused refused) {
        for (RequestId request : refused.requests()) {
            calls.end(request, refused.overloaded() ? Reason.OVERLOADED : Reason.NO_LEADER,
                    refused.overloaded() ? "the leader's queue is full" : "the node asked does not lead");
        }
    }

    void onReadIndex(Header header, ReadIndex question) {
        Leader<WaitingRead> leader = state.leading();
        if (leader == null || !leader.ballot().equals(question.ballot())
                || !leader.reads().offer(new WaitingRead.Elsewhere(header.from(), question.ask()))) {
            state.outbox.send(header.from(), new ReadIndexAnswer(question.ask(), -1));
        }
    }

    private boolean refusedEarly(long call) {
        String why = state.fenced != null ? state.fenced : state.applyHalted;
        if (why != null) {
            state.outbox.refuse(call, Reason.FENCED, "this node takes no part any more (" + why + ")");
        } else if (!state.founding.status().knowsFounders()) {
            state.outbox.refuse(call,
                    state.founding.status() == FoundingStatus.ROLLED_BACK ? Reason.FENCED : Reason.NOT_STARTED,
                    "the node is " + state.founding.report().describe());
        } else {
            return false;
        }
        return true;
    }

    private static List<RequestId> idsOf(List<Command> commands) {
        return commands.stream().map(Command::id).toList();
    }
}
