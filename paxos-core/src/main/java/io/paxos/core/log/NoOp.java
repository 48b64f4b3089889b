package io.paxos.core.log;

/** An entry that changes nothing: fills a gap (rule S3) or serves as a leader's start barrier (S4). */
public record NoOp() implements Entry {

    /** The one no-op. */
    public static final NoOp INSTANCE = new NoOp();

    @Override
    public <R> R dispatch(Cases<R> cases) {
        return cases.noOp();
    }

    @Override
    public int sizeInBytes() {
        return 1;
    }
}
