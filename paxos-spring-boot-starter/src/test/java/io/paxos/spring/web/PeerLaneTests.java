package io.paxos.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.log.Bytes;
import io.paxos.core.log.ClientId;
import io.paxos.core.log.ClientSequence;
import io.paxos.core.log.Command;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Message;
import io.paxos.core.message.Submit;
import io.paxos.spring.codec.BatchForm;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How messages to one peer gather while exchanges are under way. Here an exchange lasts until the test lets it end. */
class PeerLaneTests {

    private static final int TARGET = 10_000;
    private static final long QUEUE = 100_000;

    private final PeerThreads threads = PeerThreads.ofPlatform(Peers.NODE1);
    private final BlockingQueue<List<Envelope>> begun = new LinkedBlockingQueue<>();
    private final Semaphore mayEnd = new Semaphore(0);

    @AfterEach
    void stop() {
        mayEnd.release(1_000);
        threads.close();
    }

    private PeerLane lane(int inFlight) {
        return new PeerLane(this::exchange, threads, inFlight, TARGET, QUEUE);
    }

    private void exchange(List<Envelope> messages) {
        begun.add(messages);
        mayEnd.acquireUninterruptibly();
    }

    private static Envelope toPeer(Message message) {
        return Peers.envelope(Peers.NODE1, Peers.NODE2, message);
    }

    private static void offer(PeerLane lane, Message... messages) {
        lane.offer(Stream.of(messages).map(PeerLaneTests::toPeer).toList());
    }

    /** One of so many bytes, and some more. */
    private static Submit large(int number, int bytes) {
        return new Submit(new Ballot(0, 1, Peers.NODE2), List.of(new Command(
                new ClientSequence(new ClientId(1, 1), number), number, 0, Bytes.copyOf(new byte[bytes]))));
    }

    private List<Message> nextExchange() throws InterruptedException {
        List<Envelope> batch = begun.poll(Peers.SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(batch).as("an exchange that was to begin").isNotNull();
        return batch.stream().map(Envelope::message).toList();
    }

    @Test
    void messages_gather_while_exchanges_are_under_way_and_leave_together_in_their_order() throws Exception {
        PeerLane lane = lane(1);
        offer(lane, Peers.accept(1));
        assertThat(nextExchange()).containsExactly(Peers.accept(1));
        offer(lane, Peers.accept(2));
        offer(lane, Peers.accept(3), Peers.accept(4));
        assertThat(begun).isEmpty();

        mayEnd.release();

        assertThat(nextExchange()).containsExactly(Peers.accept(2), Peers.accept(3), Peers.accept(4));
    }

    @Test
    void as_many_exchanges_are_under_way_as_may_be_and_no_more() throws Exception {
        PeerLane lane = lane(3);
        for (int slot = 1; slot <= 3; slot++) {
            offer(lane, Peers.accept(slot));
            assertThat(nextExchange()).containsExactly(Peers.accept(slot));
        }
        offer(lane, Peers.accept(4));
        offer(lane, Peers.accept(5));
        assertThat(begun).isEmpty();

        mayEnd.release();

        assertThat(nextExchange()).containsExactly(Peers.accept(4), Peers.accept(5));
        assertThat(begun).isEmpty();
    }

    @Test
    void a_lane_that_had_nothing_to_send_begins_again() throws Exception {
        PeerLane lane = lane(1);
        mayEnd.release(1_000);
        for (int slot = 1; slot <= 500; slot++) {
            offer(lane, Peers.accept(slot));
            assertThat(nextExchange()).containsExactly(Peers.accept(slot));
        }
    }

    @Test
    @Tag("P71")
    void a_body_ends_before_the_message_that_would_exceed_its_target() throws Exception {
        PeerLane lane = lane(1);
        offer(lane, Peers.accept(1));
        nextExchange();
        offer(lane, large(1, 4_000), large(2, 4_000), large(3, 4_000), large(4, 30_000), large(5, 10));

        mayEnd.release(4);

        List<List<Message>> bodies = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            bodies.add(nextExchange());
        }
        assertThat(bodies).containsExactly(List.of(large(1, 4_000), large(2, 4_000)), List.of(large(3, 4_000)),
                List.of(large(4, 30_000)), List.of(large(5, 10)));
        assertThat(BatchForm.encode(bodies.get(0).stream().map(PeerLaneTests::toPeer).toList()).length)
                .isLessThanOrEqualTo(TARGET);
    }

    @Test
    void what_one_body_cannot_hold_uses_the_other_exchanges_at_once() throws Exception {
        PeerLane lane = lane(3);

        offer(lane, large(1, 9_000), large(2, 9_000), large(3, 9_000), large(4, 9_000));

        List<Message> first = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            first.addAll(nextExchange());
        }
        assertThat(first).containsExactlyInAnyOrder(large(1, 9_000), large(2, 9_000), large(3, 9_000));
        assertThat(begun).isEmpty();
    }

    @Test
    void a_newer_heartbeat_replaces_one_that_waits_and_nothing_else() throws Exception {
        PeerLane lane = lane(1);
        offer(lane, Peers.heartbeat(1));
        assertThat(nextExchange()).containsExactly(Peers.heartbeat(1));
        offer(lane, Peers.heartbeat(2));
        offer(lane, Peers.heartbeatAck(7), Peers.nack());
        offer(lane, Peers.heartbeat(3));
        offer(lane, Peers.heartbeatAck(8), Peers.heartbeat(4));

        mayEnd.release();

        assertThat(nextExchange()).containsExactly(Peers.heartbeatAck(7), Peers.nack(), Peers.heartbeatAck(8),
                Peers.heartbeat(4));
    }

    @Test
    @Tag("P70")
    void what_does_not_fit_into_the_queue_is_lost_and_there_is_room_again_later() throws Exception {
        PeerLane lane = lane(1);
        offer(lane, Peers.accept(1));
        nextExchange();
        offer(lane, IntStream.rangeClosed(1, 10).mapToObj(number -> large(number, 15_000)).toArray(Message[]::new));
        offer(lane, large(11, 10));

        mayEnd.release(8);

        for (int number = 1; number <= 6; number++) {
            assertThat(nextExchange()).containsExactly(large(number, 15_000));
        }
        assertThat(nextExchange()).as("a small one still fits").containsExactly(large(11, 10));
        offer(lane, large(12, 90_000));
        assertThat(nextExchange()).containsExactly(large(12, 90_000));
    }

    /** Replaced heartbeats must not count as waiting. */
    @Test
    @Tag("P70")
    void any_number_of_heartbeats_fits_into_the_queue() throws Exception {
        PeerLane lane = lane(1);
        offer(lane, Peers.heartbeat(0));
        nextExchange();
        for (int round = 1; round <= 10_000; round++) {
            offer(lane, Peers.heartbeat(round));
        }
        offer(lane, Peers.nack());

        mayEnd.release();

        assertThat(nextExchange()).containsExactly(Peers.heartbeat(10_000), Peers.nack());
    }

    @Test
    @Tag("P70")
    void a_newer_heartbeat_takes_the_place_of_the_one_that_waits_in_a_full_queue() throws Exception {
        long bytes = BatchForm.sizeOf(toPeer(Peers.heartbeat(1)));
        PeerLane lane = new PeerLane(this::exchange, threads, 1, TARGET, bytes);
        offer(lane, Peers.heartbeat(1));
        nextExchange();
        offer(lane, Peers.heartbeat(2));
        offer(lane, Peers.heartbeat(3));

        mayEnd.release();

        assertThat(nextExchange()).containsExactly(Peers.heartbeat(3));
    }

    @Test
    void an_exchange_that_throws_does_not_cost_the_lane() {
        PeerLane lane = new PeerLane(messages -> {
            begun.add(messages);
            throw new OnPurpose();
        }, threads, 1, TARGET, QUEUE);
        for (int round = 1; round <= 20; round++) {
            Message message = Peers.accept(round);
            // an offer that comes before the lane has noticed waits for the next one
            await().dontCatchUncaughtExceptions().atMost(Peers.SOON).until(() -> {
                offer(lane, message);
                List<Envelope> batch = begun.poll();
                return batch != null && batch.contains(toPeer(message));
            });
        }
    }

    /** Without a stack trace, as the thread that throws it prints it. */
    private static final class OnPurpose extends Error {

        private static final long serialVersionUID = 1L;

        OnPurpose() {
            super("on purpose", null, false, false);
        }
    }
}
