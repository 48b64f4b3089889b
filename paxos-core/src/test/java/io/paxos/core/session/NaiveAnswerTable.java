package io.paxos.core.session;

import io.paxos.core.log.ClientId;
import io.paxos.core.log.ClientSequence;
import io.paxos.core.log.Command;
import io.paxos.core.log.IdempotencyKey;
import io.paxos.core.log.RequestId;
import io.paxos.core.session.Answer.Cause;
import io.paxos.core.session.Answer.Executed;
import io.paxos.core.session.Answer.NotApplied;
import io.paxos.core.session.Answer.Repeated;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the answer table written down once more, without any thought of speed: plain lists, searched from end to
 * end. With a {@link Fault} it is one of the tables that look right and are not.
 */
final class NaiveAnswerTable implements AnswerRule {

    /** Mistakes that somebody has made, or nearly made. */
    enum Fault {
        /** PITFALLS 90. */
        HIGHEST_SEQUENCE_ANSWERED_INSTEAD_OF_A_SET,
        /** PITFALLS 91. */
        BIRTH_NOT_CHECKED,
        /** The horizon reaches to the slot of the execution, not to the last slot of the key or client. */
        HORIZON_OF_THE_EXECUTION,
        /** The birth counts only while the client or key has no entry, which a later command may have made anew. */
        BIRTH_CHECKED_WITHOUT_ENTRY_ONLY,
        /** What is too many is judged by what the client has closed since. */
        TOO_MANY_BY_LATEST_LOWEST_OPEN,
        /** A reused key is called so before the birth is looked at. */
        KEY_REUSED_BEFORE_EXPIRED,
        /** A late copy opens again what a later command closed. */
        LOWEST_OPEN_FALLS
    }

    private static final class Client {
        private final ClientId id;
        private final List<RequestId> answeredIds = new ArrayList<>();
        private final List<String> answers = new ArrayList<>();
        private long lowestOpen;
        private long lastExecution;
        private long lastSlot;

        Client(ClientId id) {
            this.id = id;
        }
    }

    private static final class Key {
        private final IdempotencyKey id;
        private final String answer;
        private final long execution;
        private long lastSlot;

        Key(IdempotencyKey id, String answer, long slot) {
            this.id = id;
            this.answer = answer;
            this.execution = slot;
            this.lastSlot = slot;
        }

        long size() {
            return id.sizeInBytes() + answer.length();
        }
    }

    private final AnswerLimits limits;
    private final Set<Fault> faults;
    private final List<Client> clients = new ArrayList<>();
    private final List<Key> keys = new ArrayList<>();
    private long horizon;

    NaiveAnswerTable(AnswerLimits limits, Fault... faults) {
        this.limits = limits;
        this.faults = EnumSet.noneOf(Fault.class);
        this.faults.addAll(List.of(faults));
    }

    long horizon() {
        return horizon;
    }

    @Override
    public Answer<String> apply(Command command, long slot, Supplier<String> execute) {
        Answer<String> answer = command.id() instanceof ClientSequence id
                ? applyCall(id, command, slot, execute)
                : applyKey((IdempotencyKey) command.id(), command, slot, execute);
        evict(slot);
        return answer;
    }

    private Answer<String> applyCall(ClientSequence id, Command command, long slot, Supplier<String> execute) {
        Client client = null;
        for (Client each : clients) {
            if (each.id.equals(id.client())) {
                client = each;
            }
        }
        Cause refusal = refusal(client, id, command);
        Answer<String> answer;
        if (refusal != null) {
            answer = new NotApplied<>(refusal);
        } else if (client != null && client.answeredIds.contains(id)) {
            answer = new Repeated<>(client.answers.get(client.answeredIds.indexOf(id)));
        } else if (bornTooEarly(command, client != null)) {
            answer = new NotApplied<>(Cause.EXPIRED);
        } else {
            answer = new Executed<>(execute.get());
            if (client == null) {
                client = new Client(id.client());
                clients.add(client);
            }
            client.answeredIds.add(id);
            client.answers.add(((Executed<String>) answer).result());
            client.lastExecution = slot;
        }
        if (client != null) {
            client.lastSlot = slot;
            client.lowestOpen = faults.contains(Fault.LOWEST_OPEN_FALLS)
                    ? command.lowestOpen()
                    : Math.max(client.lowestOpen, command.lowestOpen());
            forgetClosed(client);
        }
        return answer;
    }

    private static void forgetClosed(Client client) {
        for (int i = client.answeredIds.size() - 1; i >= 0; i--) {
            if (((ClientSequence) client.answeredIds.get(i)).sequence() < client.lowestOpen) {
                client.answeredIds.remove(i);
                client.answers.remove(i);
            }
        }
    }

    private @Nullable Cause refusal(@Nullable Client client, ClientSequence id, Command command) {
        long lowestOpen = command.lowestOpen();
        if (client != null && faults.contains(Fault.TOO_MANY_BY_LATEST_LOWEST_OPEN)) {
            lowestOpen = Math.max(lowestOpen, client.lowestOpen);
        }
        if (id.sequence() >= lowestOpen + limits.openPerClient()) {
            return Cause.TOO_MANY_OPEN;
        }
        if (client == null) {
            return null;
        }
        if (id.sequence() < client.lowestOpen) {
            return Cause.CLOSED;
        }
        if (faults.contains(Fault.HIGHEST_SEQUENCE_ANSWERED_INSTEAD_OF_A_SET) && !client.answeredIds.contains(id)) {
            for (RequestId answered : client.answeredIds) {
                if (((ClientSequence) answered).sequence() > id.sequence()) {
                    return Cause.CLOSED;
                }
            }
        }
        return null;
    }

    private Answer<String> applyKey(IdempotencyKey id, Command command, long slot, Supplier<String> execute) {
        for (Key key : keys) {
            if (key.id.key().equals(id.key())) {
                key.lastSlot = slot;
                if (key.id.equals(id)) {
                    return new Repeated<>(key.answer);
                }
                return new NotApplied<>(bornTooEarly(command, true) && !faults.contains(Fault.KEY_REUSED_BEFORE_EXPIRED)
                        ? Cause.EXPIRED : Cause.KEY_REUSED);
            }
        }
        if (bornTooEarly(command, false)) {
            return new NotApplied<>(Cause.EXPIRED);
        }
        String result = execute.get();
        keys.add(new Key(id, result, slot));
        return new Executed<>(result);
    }

    private boolean bornTooEarly(Command command, boolean hasEntry) {
        return command.bornAt() < horizon && !faults.contains(Fault.BIRTH_NOT_CHECKED)
                && !(hasEntry && faults.contains(Fault.BIRTH_CHECKED_WITHOUT_ENTRY_ONLY));
    }

    private void evict(long slot) {
        boolean byExecution = faults.contains(Fault.HORIZON_OF_THE_EXECUTION);
        while (keys.size() > limits.keys() || keys.stream().mapToLong(Key::size).sum() > limits.keyBytes()) {
            Key oldest = keys.stream().min(Comparator.comparing(key -> byExecution ? key.execution : key.lastSlot))
                    .orElseThrow();
            keys.remove(oldest);
            horizon = Math.max(horizon, byExecution ? oldest.execution : oldest.lastSlot);
        }
        for (Client client : List.copyOf(clients)) {
            if (slot - client.lastSlot > limits.idleSlots()) {
                clients.remove(client);
                horizon = Math.max(horizon, byExecution ? client.lastExecution : client.lastSlot);
            }
        }
    }
}
