package io.paxos.spring.template;

import io.paxos.core.replica.Outcome;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What one call asks of this node, in as many attempts as are made.
 *
 * @param <R> what the caller gets
 */
interface Request<R> {

    /** What the caller has asked for, in words for messages. */
    String what();

    /** Whether it may change something, so that its outcome may be unknown. */
    boolean writes();

    /** Whether the caller has given an idempotency key, so that he may ask again himself. */
    boolean hasKey();

    /** Bytes that it holds until it has ended. */
    long sizeInBytes();

    /** Asks, now; a write with the same command each time. */
    void attempt(Duration timeout, Consumer<Outcome> whenEnded);

    /**
     * The answer, as the caller knows it.
     *
     * @param outcome {@link Outcome.Done} of a write, {@link Outcome.ReadDone} of a read
     * @throws ValueCodecException if a value in it is not of the caller's type
     */
    R answer(Outcome outcome);

    /** It will not be attempted again. */
    void close();
}
