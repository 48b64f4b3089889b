package io.paxos.core.log;

/**
 * A request id made by the library itself (rule C1).
 *
 * @param client who asks
 * @param sequence number of the request within the client, from 1
 */
public record ClientSequence(ClientId client, long sequence) implements RequestId {

    /**
     * @throws IllegalArgumentException if the sequence is below 1
     */
    public ClientSequence {
        if (sequence < 1) {
            throw new IllegalArgumentException("a request sequence starts at 1, not " + sequence);
        }
    }

    @Override
    public int sizeInBytes() {
        return 24;
    }

    @Override
    public String toString() {
        return client + "/" + sequence;
    }
}
