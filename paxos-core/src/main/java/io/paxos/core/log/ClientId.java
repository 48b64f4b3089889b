package io.paxos.core.log;

/**
 * A client of the cluster: 128 random bits for each start of a process, so that a restarted process is another client
 * (PITFALLS 90).
 *
 * @param high upper 64 bits
 * @param low lower 64 bits
 */
public record ClientId(long high, long low) {

    @Override
    public String toString() {
        return String.format("%016x%016x", high, low);
    }
}
