package io.paxos.core.driver;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.replica.Input;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One round of the thread of the protocol: what came in is stepped through, then all of it acts as one. */
interface Turn {

    /** Hands an input to the replica. */
    void step(Input input);

    /** Begins a call; its end is told to whoever made it. */
    void begin(OpenCalls.Call call);

    /** The write under way is durable; it took so long. */
    void written(AcceptorWrite write, Duration took);

    /** The write under way has failed, or its end is unknown. */
    void writeFailed(String reason);

    /**
     * Begins to hand the leadership over.
     *
     * @param target who shall take over; null for whoever knows most
     * @param whenEnded told when that is over, whether it came to pass or not
     */
    void handOver(@Nullable NodeId target, Runnable whenEnded);

    /** There are no calls to come: ends with the turn after which none is open, or when so long has passed. */
    void end(Duration patience);
}
