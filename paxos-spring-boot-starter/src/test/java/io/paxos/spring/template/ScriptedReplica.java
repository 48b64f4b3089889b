package io.paxos.spring.template;

import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.core.log.Bytes;
import io.paxos.core.log.Command;
import io.paxos.core.machine.Decided;
import io.paxos.core.machine.Query;
import io.paxos.core.replica.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** A node that ends its calls as it is told to, at once, on the caller's thread; or never, when nothing more is said. */
final class ScriptedReplica implements ReplicaCalls {

    /** A decision under the name "n", for the value "v", that was won. */
    static final Outcome WON = new Outcome.Done(new Decided("n", Bytes.utf8("v"), 7, true));

    static final Outcome UNKNOWN = new Outcome.Unknown("the leader is gone");

    private final Deque<Outcome> outcomes = new ArrayDeque<>();
    private final List<Command> commands = new ArrayList<>();
    private final List<Query> queries = new ArrayList<>();
    private final List<Boolean> local = new ArrayList<>();
    private final List<Duration> timeouts = new ArrayList<>();
    private final List<Consumer<Outcome>> open = new ArrayList<>();
    private final CountDownLatch waiting = new CountDownLatch(1);
    volatile boolean running = true;
    volatile long chosenUpTo = 42;

    ScriptedReplica(Outcome... script) {
        outcomes.addAll(List.of(script));
    }

    /** A certain refusal. */
    static Outcome refused(Reason reason) {
        return new Outcome.NotExecuted(reason, "as the script says");
    }

    @Override
    public void propose(Command command, Duration timeout, Consumer<Outcome> whenEnded) {
        synchronized (this) {
            commands.add(command);
        }
        end(timeout, whenEnded);
    }

    @Override
    public void read(Query query, boolean localOnly, Duration timeout, Consumer<Outcome> whenEnded) {
        synchronized (this) {
            queries.add(query);
            local.add(localOnly);
        }
        end(timeout, whenEnded);
    }

    private void end(Duration timeout, Consumer<Outcome> whenEnded) {
        Outcome next;
        synchronized (this) {
            timeouts.add(timeout);
            next = outcomes.poll();
            if (next == null) {
                open.add(whenEnded);
            }
        }
        if (next == null) {
            waiting.countDown();
        } else {
            whenEnded.accept(next);
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public long chosenUpTo() {
        return chosenUpTo;
    }

    /** Opened when a call waits for an outcome that the script does not say. */
    CountDownLatch waiting() {
        return waiting;
    }

    /** Ends the oldest call that waits, as the thread of the protocol would. */
    void endOne(Outcome outcome) {
        Consumer<Outcome> call;
        synchronized (this) {
            call = open.remove(0);
        }
        call.accept(outcome);
    }

    synchronized List<Command> commands() {
        return List.copyOf(commands);
    }

    synchronized List<Query> queries() {
        return List.copyOf(queries);
    }

    /** For each read, whether it was local. */
    synchronized List<Boolean> local() {
        return List.copyOf(local);
    }

    synchronized List<Duration> timeouts() {
        return List.copyOf(timeouts);
    }
}
