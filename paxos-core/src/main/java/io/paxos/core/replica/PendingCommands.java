package io.paxos.core.replica;

import io.paxos.core.log.Command;
import io.paxos.core.log.RequestId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Calls that wait for their command to be applied. For each request it is known whether a copy has left this process or
 * was given a slot since it came in: before, giving up is certain; after, it is not (rule C4). What an earlier call
 * with the same id has sent is not known here any more: who asks twice must remember that the first time may have had
 * an effect.
 */
final class PendingCommands {

    private static final class Waiting {
        private final Command command;
        private final Set<Long> calls = new LinkedHashSet<>();
        private boolean left;
        private long sentAt;

        Waiting(Command command) {
            this.command = command;
        }
    }

    /** A call that was given up, and whether its command may still be executed. */
    record GivenUp(long call, boolean mayStillHappen) {
    }

    private final Map<RequestId, Waiting> byRequest = new LinkedHashMap<>();
    private final Map<Long, RequestId> byCall = new HashMap<>();
    private long bytes;

    int size() {
        return byCall.size();
    }

    /** Bytes of the commands that are waited for. */
    long bytes() {
        return bytes;
    }

    void add(long call, Command command) {
        Waiting waiting = byRequest.get(command.id());
        if (waiting == null) {
            waiting = new Waiting(command);
            byRequest.put(command.id(), waiting);
            bytes += command.sizeInBytes();
        }
        waiting.calls.add(call);
        byCall.put(call, command.id());
    }

    /** A copy of the command leaves for a slot or for another node. */
    void leaves(RequestId request, long now) {
        Waiting waiting = byRequest.get(request);
        if (waiting != null) {
            waiting.left = true;
            waiting.sentAt = now;
        }
    }

    /** Commands that left so many ticks ago or more, and are still waited for. */
    List<Command> silentSince(long now, int ticks) {
        List<Command> silent = new ArrayList<>();
        for (Waiting waiting : byRequest.values()) {
            if (waiting.left && now - waiting.sentAt >= ticks) {
                silent.add(waiting.command);
            }
        }
        return silent;
    }

    /** Whether somebody waits for the request. */
    boolean isWaitedFor(RequestId request) {
        return byRequest.containsKey(request);
    }

    /** The request is answered; gives the calls that waited for it. */
    List<Long> take(RequestId request) {
        Waiting waiting = remove(request);
        if (waiting == null) {
            return List.of();
        }
        waiting.calls.forEach(byCall::remove);
        return List.copyOf(waiting.calls);
    }

    /** Gives up one call; null if it does not wait. */
    @Nullable GivenUp giveUp(long call) {
        RequestId request = byCall.remove(call);
        Waiting waiting = request == null ? null : byRequest.get(request);
        if (request == null || waiting == null) {
            return null;
        }
        waiting.calls.remove(call);
        // another caller of the same request keeps the command alive
        boolean mayStillHappen = waiting.left || !waiting.calls.isEmpty();
        if (waiting.calls.isEmpty()) {
            remove(request);
        }
        return new GivenUp(call, mayStillHappen);
    }

    /** Gives up all calls of one request. */
    List<GivenUp> giveUp(RequestId request) {
        Waiting waiting = byRequest.get(request);
        if (waiting == null) {
            return List.of();
        }
        boolean left = waiting.left;
        return take(request).stream().map(call -> new GivenUp(call, left)).toList();
    }

    private @Nullable Waiting remove(RequestId request) {
        Waiting waiting = byRequest.remove(request);
        if (waiting != null) {
            bytes -= waiting.command.sizeInBytes();
        }
        return waiting;
    }

    /** Gives up all calls. */
    List<GivenUp> giveUpAll() {
        List<GivenUp> all = new ArrayList<>();
        for (RequestId request : List.copyOf(byRequest.keySet())) {
            all.addAll(giveUp(request));
        }
        return all;
    }
}
