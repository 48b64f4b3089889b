package io.paxos.spring.web;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Nack;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** All exchanges that peers have open with this node. Safe for use by many threads. */
final class HeldExchanges {

    private final Map<NodeId, Deque<HeldExchange>> byPeer = new HashMap<>();

    /** From now on it takes replies. */
    synchronized void add(HeldExchange exchange) {
        byPeer.computeIfAbsent(exchange.peer(), peer -> new ArrayDeque<>()).addLast(exchange);
    }

    /** Ends the exchange with what is there, unless it has ended. */
    void end(HeldExchange exchange) {
        if (remove(exchange)) {
            exchange.end();
        }
    }

    /** Ends all that are open with what is there. */
    void endAll() {
        List<HeldExchange> open = new ArrayList<>();
        synchronized (this) {
            byPeer.values().forEach(open::addAll);
            byPeer.clear();
        }
        open.forEach(HeldExchange::end);
    }

    /** Lets each message that an open exchange waits for leave with the oldest such exchange; gives the others back, in order. */
    List<Envelope> reply(NodeId peer, List<Envelope> messages) {
        List<HeldExchange> complete = new ArrayList<>();
        List<Envelope> others = reply(peer, messages, complete);
        complete.forEach(HeldExchange::end);
        return others;
    }

    private synchronized List<Envelope> reply(NodeId peer, List<Envelope> messages, List<HeldExchange> complete) {
        Deque<HeldExchange> open = byPeer.get(peer);
        if (open == null || open.isEmpty()) {
            return messages;
        }
        List<Envelope> others = new ArrayList<>();
        for (Envelope message : messages) {
            if (!isTaken(message, open, complete)) {
                others.add(message);
            }
        }
        return others;
    }

    private static boolean isTaken(Envelope message, Deque<HeldExchange> open, List<HeldExchange> complete) {
        for (Iterator<HeldExchange> each = open.iterator(); each.hasNext();) {
            HeldExchange exchange = each.next();
            if (exchange.takes(message)) {
                // a nack is urgent, and the others may wait for a disk
                if (exchange.isComplete() || message.message() instanceof Nack) {
                    each.remove();
                    complete.add(exchange);
                }
                return true;
            }
        }
        return false;
    }

    private synchronized boolean remove(HeldExchange exchange) {
        Deque<HeldExchange> open = byPeer.get(exchange.peer());
        return open != null && open.remove(exchange);
    }
}
