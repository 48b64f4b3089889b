package io.paxos.spring.template;

import io.paxos.core.machine.Query;
import io.paxos.core.machine.QueryResult;
import io.paxos.core.replica.Outcome;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A read.
 *
 * @param what for messages
 * @param replica this node
 * @param query the question
 * @param consistency how fresh the answer must be
 * @param lasting which answers of this node alone are as good as linearizable ones, because what they say never changes; null if
 *     none are
 * @param decoder turns the answer into what the caller gets
 */
record ReadRequest<R>(String what, ReplicaCalls replica, Query query, Consistency consistency,
        @Nullable Predicate<QueryResult> lasting, Function<QueryResult, R> decoder) implements Request<R> {

    @Override
    public boolean writes() {
        return false;
    }

    @Override
    public boolean hasKey() {
        return false;
    }

    @Override
    public long sizeInBytes() {
        return 0;
    }

    @Override
    public void attempt(Duration timeout, Consumer<Outcome> whenEnded) {
        Predicate<QueryResult> isLasting = lasting;
        if (consistency == Consistency.LOCAL || isLasting == null) {
            replica.read(query, consistency == Consistency.LOCAL, timeout, whenEnded);
            return;
        }
        long begun = System.nanoTime();
        replica.read(query, true, timeout, local -> {
            if (local instanceof Outcome.ReadDone done && !isLasting.test(done.result())) {
                // on the thread of the protocol, which only puts the question to itself here
                replica.read(query, false, timeout.minusNanos(System.nanoTime() - begun), whenEnded);
            } else {
                whenEnded.accept(local);
            }
        });
    }

    @Override
    public R answer(Outcome outcome) {
        return decoder.apply(((Outcome.ReadDone) outcome).result());
    }

    @Override
    public void close() {
        // nothing is held
    }
}
