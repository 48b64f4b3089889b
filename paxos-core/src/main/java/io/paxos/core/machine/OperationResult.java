package io.paxos.core.machine;

/**
 * What an operation did. A refusal that belongs to the meaning of the operation, such as a lost decision, is a result
 * like any other (PITFALLS 72). Results are kept to answer retries (rule C3), so they stay small.
 */
public sealed interface OperationResult permits Decided, Appended, Stored, CompareAndSetResult {

    /** Calls the method for this kind of result. */
    <R> R dispatch(Cases<R> cases);

    /**
     * About how many bytes it takes in memory or in a snapshot. Replicas evict kept answers by this number, so it
     * depends on the content alone and is the same everywhere.
     */
    int sizeInBytes();

    /** One method for each kind of result. */
    interface Cases<R> {
        /** Of a {@link Decide}. */
        R decided(Decided decided);

        /** Of an {@link Append}. */
        R appended(Appended appended);

        /** Of a {@link Put}. */
        R stored(Stored stored);

        /** Of a {@link CompareAndSet}. */
        R compareAndSet(CompareAndSetResult compareAndSet);
    }
}
