package io.paxos.core.replica;

import io.paxos.core.message.Envelope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Messages that left during one command of a story, equal ones in one line, in the order in which each kind first left. */
final class SentMessages {

    private record Sent(String from, String to, String text) {
    }

    private record SameSender(String from, String text, int times) {
    }

    private record SameReceivers(String to, String text, int times) {
    }

    private final Map<Sent, Integer> sent = new LinkedHashMap<>();

    /** A message leaves, perhaps to be lost at once. */
    void add(Envelope envelope, boolean lost) {
        sent.merge(new Sent(envelope.header().from().toString(), envelope.to().toString(),
                MessageText.of(envelope) + (lost ? " (lost)" : "")), 1, Integer::sum);
    }

    /** What has left since the last call. */
    List<String> takeLines() {
        Map<SameSender, TreeSet<String>> receivers = new LinkedHashMap<>();
        sent.forEach((message, times) -> receivers
                .computeIfAbsent(new SameSender(message.from(), message.text(), times), s -> new TreeSet<>()).add(message.to()));
        Map<SameReceivers, TreeSet<String>> senders = new LinkedHashMap<>();
        receivers.forEach((message, to) -> senders
                .computeIfAbsent(new SameReceivers(String.join(" ", to), message.text(), message.times()), s -> new TreeSet<>())
                .add(message.from()));
        sent.clear();
        List<String> lines = new ArrayList<>();
        senders.forEach((message, from) -> lines.add(String.join(" ", from) + " -> " + message.to() + ": " + message.text()
                + (message.times() == 1 ? "" : " (" + message.times() + " times)")));
        return lines;
    }
}
