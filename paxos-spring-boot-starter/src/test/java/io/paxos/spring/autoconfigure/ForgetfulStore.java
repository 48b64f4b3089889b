package io.paxos.spring.autoconfigure;

import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.log.DurableState;
import io.paxos.core.log.DurableStateBuilder;
import io.paxos.core.membership.StorageId;
import io.paxos.core.port.AcceptorStore;

/** A store of a host's own, in memory. */
final class ForgetfulStore implements AcceptorStore {

    private final DurableStateBuilder written = new DurableStateBuilder(new StorageId(1, 2));
    private int opened;

    @Override
    public synchronized DurableState open() {
        opened++;
        return written.build();
    }

    @Override
    public synchronized void persist(AcceptorWrite write) {
        written.add(write);
    }

    @Override
    public void close() {
        // there is nothing to give back
    }

    /** How often it was opened. */
    synchronized int opened() {
        return opened;
    }
}
