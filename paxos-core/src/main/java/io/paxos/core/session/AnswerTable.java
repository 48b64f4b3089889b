package io.paxos.core.session;

import io.paxos.core.log.ClientSequence;
import io.paxos.core.log.Command;
import io.paxos.core.log.IdempotencyKey;
import io.paxos.core.log.RequestId;
import io.paxos.core.session.Answer.Cause;
import io.paxos.core.session.Answer.Executed;
import io.paxos.core.session.Answer.NotApplied;
import io.paxos.core.session.Answer.Repeated;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Decides for each command in the log whether it is executed or answered from memory (rules C1 to C3, PITFALLS 49).
 *
 * <p><b>Promise.</b> A command is executed in the first slot that holds a copy of it, or never. A copy is the same
 * command again, as a retry or a repeated hop sends it: same id, same {@code bornAt}. Nothing else may be promised of a
 * bounded table, and this holds whatever is evicted, because of two facts:
 * <ol>
 * <li>{@code bornAt} of a command is below every slot that holds a copy of it: the command existed before such a slot
 *     was chosen, and at that moment no node could know the slot, or a higher one, as chosen (rule L5).
 * <li>An entry remembers the last slot that held a command of its key or client, <em>whatever became of that
 *     command</em>, and its eviction raises the {@linkplain #horizon() horizon} at least to there. The horizon never
 *     falls.
 * </ol>
 * So let a copy come again of a command that stood in slot {@code s} before. Its entry is still there, and answers; or
 * it was evicted after {@code s}, and {@code bornAt < s <= horizon} refuses the copy, also when its client or key has
 * got a new entry since. A command that found no entry and left none was refused by its {@code bornAt}, and will be
 * again, or by its bytes alone ({@link Cause#TOO_MANY_OPEN}).
 *
 * <p>That the last slot counts, not the slot of the execution, matters for keys: a second command under a key, made
 * later and answered {@link Repeated} or {@link Cause#KEY_REUSED}, may be born <em>after</em> the slot of the first. If
 * eviction raised the horizon only to that one, a late copy of the second would be executed after all.
 *
 * <p>A sequence below the lowest open one of its client is refused as long as the client is in the table, and by its
 * birth afterwards. A client that was evicted simply goes on: what it asks once its node has seen the horizon pass is
 * born at or above it, and gets the client a new entry.
 *
 * <p><b>Window.</b> A <em>fresh</em> request under an old idempotency key is another command, born later; it gets the
 * first answer as long as the key is in the table. That is certain until, since the last command with that key was
 * applied, {@code keys} other keys were used, or other keys filled {@code keyBytes} together with it. After that it is
 * executed anew. This is the stated window of "exactly once"; copies need none.
 *
 * <p>Eviction happens only in {@link #apply}, after the command was dealt with, oldest last slot first. No clock, size
 * of memory or hash order takes part, so all replicas evict alike (PITFALLS 50).
 *
 * <p>Not final only so that the simulator can plant a mistake in it and show that it would be found.
 *
 * @param <R> what an executed command results in; immutable, compared by content
 */
public class AnswerTable<R> {

    private final AnswerLimits limits;
    private final ToIntFunction<? super R> sizeOf;
    private final KeyAnswers<R> keys;
    private final ClientAnswers<R> clients;
    private long horizon;
    private long lastSlot;

    /**
     * An empty table.
     *
     * @param limits the same on every node
     * @param sizeOf about how many bytes a result takes; depends on its content alone, and is the same on every node
     */
    public AnswerTable(AnswerLimits limits, ToIntFunction<? super R> sizeOf) {
        this.limits = limits;
        this.sizeOf = sizeOf;
        this.keys = new KeyAnswers<>();
        this.clients = new ClientAnswers<>();
    }

    private AnswerTable(AnswerTable<R> other) {
        this.limits = other.limits;
        this.sizeOf = other.sizeOf;
        this.keys = other.keys.copy();
        this.clients = other.clients.copy();
        this.horizon = other.horizon;
        this.lastSlot = other.lastSlot;
    }

    /** The same table, which goes its own way from here on. */
    public AnswerTable<R> copy() {
        return new AnswerTable<>(this);
    }

    /** What is born below this slot may have been forgotten; 0 as long as nothing was evicted. Never falls. */
    public long horizon() {
        return horizon;
    }

    /**
     * Applies the command of a slot: called once for each slot that holds a command, in the order of slots.
     *
     * @param execute carries the command out; called at most once, before anything is recorded. If it throws, the table
     *     is as before
     * @throws IllegalArgumentException if the slot is not above that of the last command
     */
    public Answer<R> apply(Command command, long slot, Supplier<? extends R> execute) {
        if (slot <= lastSlot) {
            throw new IllegalArgumentException("a command in slot " + slot + " comes after that in slot " + lastSlot);
        }
        Answer<R> answer = peek(command);
        if (answer == null && command.bornAt() >= slot) {
            // Fact 1 fails, so the number was made up by a fault. Taken as true it could let a copy pass the horizon;
            // an exception would stop the apply of every node (PITFALLS 72). It is refused as a command of unknown age:
            // a copy in a slot above that number may still be executed, once.
            answer = new NotApplied<>(Cause.EXPIRED);
        }
        if (answer == null) {
            R result = execute.get();
            record(command, result, slot);
            answer = new Executed<>(result);
        } else {
            touch(command, slot);
        }
        lastSlot = slot;
        horizon = Math.max(horizon, Math.max(keys.evict(limits), clients.evict(limits, slot)));
        return answer;
    }

    /**
     * What {@link #apply} would answer now without executing the command; null if it would execute it. Changes nothing.
     *
     * <p>Good for answering a retry early. Other than by {@code apply}, a refusal from here leaves no mark, so it says
     * nothing of a copy that is under way elsewhere: {@link Cause#KEY_REUSED} from here is certain only if no copy was
     * sent before.
     */
    public @Nullable Answer<R> peek(Command command) {
        return command.id() instanceof ClientSequence id ? peek(id, command) : peek(keyOf(command.id()), command);
    }

    private @Nullable Answer<R> peek(ClientSequence id, Command command) {
        // C1: judged by the bytes of the command alone, not by what the client has closed since. Otherwise a copy that
        // comes after the client has closed more would be executed, although its caller was told "not executed". It
        // keeps the set within its bound all the same, because the lowest open sequence in the table is never below
        // this one.
        if (id.sequence() - command.lowestOpen() >= limits.openPerClient()) {
            return new NotApplied<>(Cause.TOO_MANY_OPEN);
        }
        ClientAnswers.Client<R> client = clients.find(id.client());
        if (client != null) {
            if (client.hasClosed(id.sequence())) {
                return new NotApplied<>(Cause.CLOSED);
            }
            R first = client.answer(id.sequence());
            if (first != null) {
                return new Repeated<>(first);
            }
        }
        return expired(command);
    }

    private @Nullable Answer<R> peek(IdempotencyKey id, Command command) {
        KeyAnswers.Remembered<R> entry = keys.find(id.key());
        if (entry != null && entry.digest().equals(id.digest())) {
            return new Repeated<>(entry.result());
        }
        Answer<R> expired = expired(command);
        if (expired != null) {
            // C4: before KEY_REUSED, which must be certain. This very command may have been executed under its key and
            // evicted, before the other one got the key.
            return expired;
        }
        return entry == null ? null : new NotApplied<>(Cause.KEY_REUSED);
    }

    private @Nullable Answer<R> expired(Command command) {
        return command.bornAt() < horizon ? new NotApplied<>(Cause.EXPIRED) : null;
    }

    private void record(Command command, R result, long slot) {
        if (command.id() instanceof ClientSequence id) {
            clients.record(id.client(), id.sequence(), command.lowestOpen(), result, slot);
        } else {
            keys.record(keyOf(command.id()), result, sizeOf.applyAsInt(result), slot);
        }
    }

    private void touch(Command command, long slot) {
        if (command.id() instanceof ClientSequence id) {
            clients.touch(id.client(), command.lowestOpen(), slot);
        } else {
            keys.touch(keyOf(command.id()).key(), slot);
        }
    }

    /** The only other kind of request id; a third one would fail here. */
    private static IdempotencyKey keyOf(RequestId id) {
        return (IdempotencyKey) id;
    }

    /** Over all that decides future answers, the order of eviction included. */
    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof AnswerTable<?> that && limits.equals(that.limits)
                && horizon == that.horizon && lastSlot == that.lastSlot && keys.equals(that.keys)
                && clients.equals(that.clients);
    }

    @Override
    public int hashCode() {
        return Objects.hash(limits, horizon, lastSlot, keys, clients);
    }
}
