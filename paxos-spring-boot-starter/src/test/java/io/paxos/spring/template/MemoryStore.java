package io.paxos.spring.template;

import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.log.DurableState;
import io.paxos.core.log.DurableStateBuilder;
import io.paxos.core.membership.StorageId;
import io.paxos.core.port.AcceptorStore;

/** A store that keeps what was written as long as the test. */
final class MemoryStore implements AcceptorStore {

    private final DurableStateBuilder written;

    MemoryStore(StorageId id) {
        this.written = new DurableStateBuilder(id);
    }

    @Override
    public synchronized DurableState open() {
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
}
