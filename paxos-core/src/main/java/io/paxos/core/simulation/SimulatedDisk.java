package io.paxos.core.simulation;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.log.DurableState;
import io.paxos.core.log.DurableStateBuilder;
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

    /** The write under way is lost. */
    void abort() {
        underWay = null;
    }

    /** What a process that starts now finds. */
    DurableState read() {
        DurableStateBuilder state = new DurableStateBuilder(storage);
        durable.forEach(state::add);
        return state.build();
    }
}
