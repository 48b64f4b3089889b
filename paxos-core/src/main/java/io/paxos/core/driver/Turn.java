package io.paxos.core.driver;

import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.replica.Input;

/** One round of the thread of the protocol: what came in is stepped through, then all of it acts as one. */
interface Turn {

    /** Hands an input to the replica. */
    void step(Input input);

    /** Begins a call; its end is told to whoever made it. */
    void begin(OpenCalls.Call call);

    /** The write under way is durable. */
    void written(AcceptorWrite write);

    /** The write under way has failed, or its end is unknown. */
    void writeFailed(String reason);

    /** The last turn. */
    void end();
}
