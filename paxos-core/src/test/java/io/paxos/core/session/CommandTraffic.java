package io.paxos.core.session;

import io.paxos.core.log.Bytes;
import io.paxos.core.log.ClientId;
import io.paxos.core.log.ClientSequence;
import io.paxos.core.log.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/**
 * Clients, nodes that lag, and a network that doubles, delays and reorders: yields commands in the order in which they
 * could come to stand in the log. Some clients open more than they may. Everything comes from the seed.
 */
final class CommandTraffic {

    private static final class Caller {
        private final ClientId id;
        private final TreeSet<Long> open = new TreeSet<>();
        private long last;

        Caller(ClientId id) {
            this.id = id;
        }
    }

    private final Random random;
    private final List<Caller> callers = new ArrayList<>();
    private final List<Command> underWay = new ArrayList<>();
    private long slot;

    CommandTraffic(long seed) {
        this.random = new Random(seed);
        for (int i = 0; i < 3; i++) {
            callers.add(new Caller(new ClientId(seed, i)));
        }
    }

    /** The slot that the last command came to stand in. */
    long slot() {
        return slot;
    }

    /** The command of the next slot that holds one. */
    Command next() {
        while (underWay.isEmpty() || random.nextInt(3) == 0) {
            Command made = random.nextBoolean() ? call() : key();
            for (int copies = random.nextInt(3); copies >= 0; copies--) {
                underWay.add(made);
            }
        }
        slot += random.nextInt(8) == 0 ? 1 + random.nextInt(3) : 1;
        // mostly a young one, so that the old ones come very late; and not always for the last time
        int size = underWay.size();
        int at = random.nextInt(4) == 0 ? random.nextInt(size) : size - 1 - random.nextInt(Math.min(4, size));
        return random.nextInt(4) == 0 ? underWay.get(at) : underWay.remove(at);
    }

    private Command call() {
        Caller caller = callers.get(random.nextInt(callers.size()));
        caller.open.add(++caller.last);
        Command call = new Command(new ClientSequence(caller.id, caller.last), caller.open.first(), bornAt(),
                Bytes.EMPTY);
        while (caller.open.size() > 1 && random.nextInt(3) != 0) {
            caller.open.remove(random.nextBoolean() ? caller.open.first() : caller.open.last());
        }
        return call;
    }

    private Command key() {
        return Commands.withKey("key" + random.nextInt(8), random.nextInt(4) == 0 ? "other" : "body", bornAt());
    }

    /** What the node of the caller knows chosen: at most the last slot. */
    private long bornAt() {
        return Math.max(0, slot - (random.nextInt(3) == 0 ? random.nextInt(12) : 0));
    }
}
