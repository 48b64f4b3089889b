package io.paxos.core.simulation;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.log.DurableState;
import io.paxos.core.log.DurableStateBuilder;
import io.paxos.core.log.Meta;
import io.paxos.core.membership.Binding;
import io.paxos.core.membership.StorageId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The store of one node: what was committed survives a crash, a write under way may or may not. */
final class SimulatedDisk {

    /**
     * What has become of the write that was under way when the process died.
     *
     * @param durable what of it is on the disk; null if nothing
     */
    record LastWrite(FaultKind fate, @Nullable AcceptorWrite durable) {
    }

    private final StorageId storage;
    private final List<AcceptorWrite> durable = new ArrayList<>();
    private @Nullable AcceptorWrite underWay;

    SimulatedDisk(StorageId storage) {
        this.storage = storage;
    }

    StorageId storage() {
        return storage;
    }

    void begin(AcceptorWrite write) {
        if (underWay != null) {
            throw new InvariantViolation("two writes are under way on one disk");
        }
        underWay = write;
    }

    /** Whether the write raises the durable promise. */
    boolean isRaisedBy(AcceptorWrite write) {
        Ballot promised = durable.isEmpty() ? Ballot.NONE : durable.get(durable.size() - 1).meta().promised();
        return write.meta().promised().isAbove(promised);
    }

    /** The write under way reaches the disk. */
    AcceptorWrite commit() {
        AcceptorWrite done = underWay;
        if (done == null) {
            throw new IllegalStateException("nothing is being written");
        }
        durable.add(done);
        underWay = null;
        return done;
    }

    /** The process dies: what it was writing is there, or not, or in part; null if it was writing nothing. */
    @Nullable LastWrite losePower(Dice dice) {
        AcceptorWrite last = underWay;
        if (last == null) {
            return null;
        }
        int fate = dice.below(10);
        if (fate < 2 && !(last.votes().isEmpty() && last.chosen().isEmpty())) {
            underWay = torn(last, dice);
            return new LastWrite(FaultKind.CRASH_TEARING_WRITE, commit());
        }
        if (fate < 6) {
            return new LastWrite(FaultKind.CRASH_KEEPING_WRITE, commit());
        }
        abort();
        return new LastWrite(FaultKind.CRASH_LOSING_WRITE, null);
    }

    /**
     * The promise of a write, the binding and some of its rows, but not the mark that says how far all is there. Stores of
     * ours write all or nothing (rule A2); the protocol needs no more than that the promise and the binding are never
     * behind a vote.
     */
    private AcceptorWrite torn(AcceptorWrite write, Dice dice) {
        long markBefore = durable.isEmpty() ? 0 : durable.get(durable.size() - 1).meta().chosenUpTo();
        return new AcceptorWrite(write.id(), new Meta(write.meta().promised(), markBefore, write.meta().binding()),
                write.votes().stream().filter(row -> dice.percent(50)).toList(),
                write.chosen().stream().filter(row -> dice.percent(50)).toList());
    }

    /** The last writes are undone, but for those of the founding; false if there are not so many. */
    boolean rollBack(int writes) {
        int left = durable.size() - writes;
        if (left < 1 || !durable.get(left - 1).meta().binding().founded()) {
            return false;
        }
        durable.subList(left, durable.size()).clear();
        return true;
    }

    /** The write under way is lost. */
    void abort() {
        underWay = null;
    }

    /** How far the founding has come on this disk. */
    Binding binding() {
        return durable.isEmpty() ? Meta.INITIAL.binding() : durable.get(durable.size() - 1).meta().binding();
    }

    /** What a process that starts now finds. */
    DurableState read() {
        DurableStateBuilder state = new DurableStateBuilder(storage);
        durable.forEach(state::add);
        return state.build();
    }
}
