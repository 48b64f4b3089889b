package io.paxos.core.log;

/**
 * The value of one slot. Configuration entries join with membership change (rule M1); code that looks into an entry
 * goes through {@link #dispatch}, so that the compiler finds what a new kind touches.
 */
public sealed interface Entry permits NoOp, Command {

    /** Calls the method for this kind of entry. */
    <R> R dispatch(Cases<R> cases);

    /** About how many bytes it takes in a message or a row; bounds of batches count with it. */
    int sizeInBytes();

    /** One method for each kind of entry. */
    interface Cases<R> {
        /** Nothing happens in this slot. */
        R noOp();

        /** A command of a client. */
        R command(Command command);
    }
}
