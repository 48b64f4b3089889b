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

    private final StorageId storage;
    private final List<AcceptorWrite> durable = new ArrayList<>();
    private @Nullable AcceptorWrite underWay;

    SimulatedDisk(StorageId storage) {
        this.storage = storage;
    }

    StorageId storage() {
        return storage;
    }

    @Nullable AcceptorWrite underWay() {
        return underWay;
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

    /**
     * The promise of the write under way reaches the disk, with the binding and some of the rows, but not the mark that
     * says how far all is there. Stores of ours write all or nothing (rule A2); the protocol needs no more than that the
     * promise and the binding are never behind a vote.
     */
    AcceptorWrite tear(Dice dice) {
        AcceptorWrite torn = underWay;
        if (torn == null) {
            throw new IllegalStateException("nothing is being written");
        }
        Meta before = durable.isEmpty() ? Meta.INITIAL : durable.get(durable.size() - 1).meta();
        underWay = new AcceptorWrite(torn.id(),
                new Meta(torn.meta().promised(), before.chosenUpTo(), torn.meta().binding()),
                torn.votes().stream().filter(row -> dice.percent(50)).toList(),
                torn.chosen().stream().filter(row -> dice.percent(50)).toList());
        return commit();
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
