package io.paxos.core.simulation;

/**
 * What the clients of a run do.
 *
 * @param clients number of clients
 * @param mostOpen most calls that one client has open at once
 * @param thinkMicros mean time between two calls of a client
 * @param readPercent calls that only read, of a hundred
 * @param appendsOnly whether all that is written are appends
 * @param calls after how many calls in all the clients ask no more; 0 for no end
 * @param patient whether a client tries again until it is answered, however long that takes
 */
public record LoadOptions(int clients, int mostOpen, long thinkMicros, int readPercent, boolean appendsOnly,
        long calls, boolean patient) {

    /** Clients that ask without end, and sometimes lose patience. */
    static LoadOptions endless(int clients, long thinkMicros) {
        return new LoadOptions(clients, 4, thinkMicros, 35, false, 0, false);
    }
}
