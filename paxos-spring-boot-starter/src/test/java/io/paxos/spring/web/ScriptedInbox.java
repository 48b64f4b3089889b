package io.paxos.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.message.Envelope;
import io.paxos.core.message.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Stands in the place of a driver: keeps what it is given, and does with it what the test says. */
final class ScriptedInbox implements PeerInbox {

    /** Takes everything and never replies. */
    static final Predicate<List<Envelope>> SILENT = messages -> true;

    private final BlockingQueue<List<Envelope>> received = new LinkedBlockingQueue<>();
    private volatile boolean open = true;
    private volatile Predicate<List<Envelope>> script = SILENT;

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean receive(List<Envelope> messages, long bytes) {
        received.add(messages);
        return script.test(messages);
    }

    /** From now on as a node that has stopped. */
    void stop() {
        open = false;
    }

    /** What is done with each batch from now on, after it was kept: whether there was room for it. */
    void script(Predicate<List<Envelope>> next) {
        script = next;
    }

    /** The messages of the next batch, for which it waits. */
    List<Message> next() throws InterruptedException {
        List<Envelope> batch = received.poll(Peers.SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(batch).as("a batch that was to come").isNotNull();
        return batch.stream().map(Envelope::message).toList();
    }

    /** So many messages, in however many batches they come. */
    List<Message> next(int count) throws InterruptedException {
        List<Message> messages = new ArrayList<>();
        while (messages.size() < count) {
            messages.addAll(next());
        }
        return messages;
    }

    /** Whether everything that came was asked for. */
    boolean isEmpty() {
        return received.isEmpty();
    }
}
