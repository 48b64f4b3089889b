package io.paxos.core.log;

/**
 * A request to change the replicated state. It is made once; a retry sends this very command again, so that a copy that
 * comes late can be told from a new request (rule C3).
 *
 * @param id names the request
 * @param lowestOpen the lowest sequence for which the client still waits, so that older answers may be forgotten (C1);
 *     0 with an {@link IdempotencyKey}
 * @param bornAt the highest chosen slot that the client's node knew when the command was made. Too low a number is safe, and
 *     makes the command expire with the answers that are forgotten; 0 therefore works only in a young cluster
 * @param body the encoded operation; the protocol does not look into it before it is applied, so it must be right
 */
public record Command(RequestId id, long lowestOpen, long bornAt, Bytes body) implements Entry {

    /**
     * @throws IllegalArgumentException if a number is out of range
     */
    public Command {
        if (bornAt < 0) {
            throw new IllegalArgumentException("a command is not born before the first slot: " + bornAt);
        }
        boolean fits = id instanceof ClientSequence own
                ? lowestOpen >= 1 && lowestOpen <= own.sequence()
                : lowestOpen == 0;
        if (!fits) {
            throw new IllegalArgumentException("lowest open sequence " + lowestOpen + " does not fit " + id);
        }
    }

    @Override
    public <R> R dispatch(Cases<R> cases) {
        return cases.command(this);
    }

    @Override
    public int sizeInBytes() {
        return 24 + id.sizeInBytes() + body.size();
    }
}
