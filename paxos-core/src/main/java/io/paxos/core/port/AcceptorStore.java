package io.paxos.core.port;

import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.log.DurableState;

/**
 * Where an acceptor remembers its promises and votes. The safety of the cluster rests on one sentence: when
 * {@link #persist} returns, the write survives the loss of power.
 *
 * <ul>
 * <li>Blocks: yes, every method, for as long as the disk takes.
 * <li>Throws: {@link StoreException}, and any other exception or error means the same.
 * <li>Lost or doubled: never. A write is there in whole or not at all, and writes are durable in the order of the calls.
 * <li>Thread: one from opening to closing, which nobody interrupts. An implementation needs no locks and must hand nothing to
 * other threads that outlives the call.
 * </ul>
 */
public interface AcceptorStore extends AutoCloseable {

    /**
     * Takes possession of the store and reads it; the first call, and again after {@link #close}. A store that does not exist
     * yet is created, with a random storage id of its own (rule F1).
     *
     * @return exactly what all durable writes add up to
     * @throws StoreException if it cannot be known that this is the whole, undamaged store of this node, in nobody else's
     *     hands: what is unreadable is unknown, never absent (PITFALLS 17, 18). The node must not start
     */
    DurableState open();

    /**
     * Makes a write durable, all of it or nothing.
     *
     * @throws StoreException if it failed or its end is unknown. It is never tried again (PITFALLS 12): the caller stops
     *     voting, and only a new {@link #open} tells what is durable
     */
    void persist(AcceptorWrite write);

    /**
     * Called about once a second while the store is open, whether or not anything is written: makes sure that it is still usable
     * and this node's alone, as far as that can be told without a write. Cheap, and bounded in time. Does nothing by default.
     *
     * @throws StoreException if that is not certain any more. It is never called again, nor is {@link #persist}: the caller stops
     *     voting, as after a write that has failed
     */
    default void check() {
        // a store that nothing outside can take away
    }

    /**
     * Gives the store back; also after a failed {@link #open}, {@link #persist} or {@link #check}. Does not throw.
     */
    @Override
    void close();
}
