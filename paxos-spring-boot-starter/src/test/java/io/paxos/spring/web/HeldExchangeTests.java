package io.paxos.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.message.Heartbeat;
import io.paxos.core.message.Lane;
import io.paxos.core.message.Message;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Replies leave in the response to what they answer, while it is open; and by themselves when it is not. */
class HeldExchangeTests {

    private static final Duration SHORT = Duration.ofMillis(100);

    /** In this one nothing is held beyond what the test does. */
    private TestPeer peer;

    /** Here everything that leaves the peer by itself arrives. */
    private TestPeer sink;

    @BeforeEach
    void start() {
        sink = new TestPeer(Peers.NODE2);
        sink.start(null, Peers.options(SHORT, 4), Map.of(Peers.NODE1, TestPeer.NOWHERE));
        peer = new TestPeer(Peers.NODE1);
        hold(Peers.NEVER);
    }

    @AfterEach
    void stop() {
        peer.close();
        sink.close();
    }

    private void hold(Duration hold) {
        peer.start(null, Peers.options(hold, 8), Map.of(Peers.NODE2, sink.server.base(), Peers.NODE3, TestPeer.NOWHERE));
    }

    private CompletableFuture<HttpResponse<byte[]>> ask(Lane lane, Message... messages) {
        return PeerCalls.sendLater(PeerCalls.request(peer.server.base(), lane, PeerCalls.body(messages)));
    }

    private static HttpResponse<byte[]> soon(CompletableFuture<HttpResponse<byte[]>> response) throws Exception {
        return response.get(Peers.SOON.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void a_reply_that_is_released_later_by_another_thread_is_in_the_response() throws Exception {
        var response = ask(Lane.BULK, Peers.accept(1));
        assertThat(peer.inbox.next()).containsExactly(Peers.accept(1));
        assertThat(response).isNotDone();

        peer.send(Peers.NODE2, Peers.accepted(1));

        assertThat(soon(response).statusCode()).isEqualTo(200);
        assertThat(PeerCalls.messages(response.join())).containsExactly(Peers.accepted(1));
        assertThat(sink.inbox.isEmpty()).isTrue();
    }

    @Test
    void a_reply_that_is_released_while_the_messages_are_handed_over_is_in_the_response() throws Exception {
        peer.inbox.script(messages -> {
            peer.send(Peers.NODE2, Peers.accepted(1));
            return true;
        });

        assertThat(PeerCalls.messages(soon(ask(Lane.BULK, Peers.accept(1))))).containsExactly(Peers.accepted(1));
    }

    @Test
    void the_response_leaves_once_all_replies_are_there_and_has_them_in_the_order_of_their_release() throws Exception {
        var response = ask(Lane.BULK, Peers.accept(1), Peers.accept(2), Peers.accepted(9), Peers.accept(3));
        peer.inbox.next();

        peer.send(Peers.NODE2, Peers.accepted(2));
        peer.send(Peers.NODE2, Peers.accepted(3));
        assertThat(response).as("one of three replies is missing").isNotDone();
        peer.send(Peers.NODE2, Peers.accepted(1));

        assertThat(PeerCalls.messages(soon(response))).containsExactly(Peers.accepted(2), Peers.accepted(3), Peers.accepted(1));
    }

    @Test
    void a_refusal_stands_in_the_place_of_a_vote() throws Exception {
        var response = ask(Lane.BULK, Peers.accept(1));
        peer.inbox.next();

        peer.send(Peers.NODE2, Peers.nack());

        assertThat(PeerCalls.messages(soon(response))).containsExactly(Peers.nack());
    }

    @Test
    void replies_for_several_exchanges_end_the_oldest_first() throws Exception {
        var first = ask(Lane.BULK, Peers.accept(1));
        peer.inbox.next();
        var second = ask(Lane.BULK, Peers.accept(2));
        peer.inbox.next();

        peer.send(Peers.NODE2, Peers.accepted(1));

        assertThat(PeerCalls.messages(soon(first))).containsExactly(Peers.accepted(1));
        assertThat(second).isNotDone();
        peer.send(Peers.NODE2, Peers.accepted(2));
        assertThat(PeerCalls.messages(soon(second))).containsExactly(Peers.accepted(2));
    }

    @Test
    void a_message_that_nobody_waits_for_leaves_by_itself() throws Exception {
        var response = ask(Lane.BULK, Peers.accept(1));
        peer.inbox.next();

        peer.send(Peers.NODE2, Peers.accept(7), Peers.heartbeatAck(1), Peers.accepted(1), Peers.accepted(2));

        assertThat(PeerCalls.messages(soon(response))).containsExactly(Peers.accepted(1));
        assertThat(sink.inbox.next(3)).containsExactlyInAnyOrder(Peers.accept(7), Peers.heartbeatAck(1), Peers.accepted(2));
    }

    @Test
    void a_reply_to_another_node_is_not_in_the_response() throws Exception {
        var response = ask(Lane.BULK, Peers.accept(1));
        peer.inbox.next();

        peer.send(Peers.NODE3, Peers.accepted(1));
        assertThat(response).isNotDone();
        peer.send(Peers.NODE2, Peers.accepted(2));

        assertThat(PeerCalls.messages(soon(response))).containsExactly(Peers.accepted(2));
    }

    @Test
    @Tag("P92")
    void an_exchange_ends_without_a_reply_when_it_was_held_long_enough_and_the_late_reply_leaves_by_itself() throws Exception {
        hold(SHORT);
        var response = ask(Lane.BULK, Peers.accept(1));
        peer.inbox.next();

        assertThat(soon(response).statusCode()).isEqualTo(204);
        peer.send(Peers.NODE2, Peers.accepted(1));

        assertThat(sink.inbox.next()).containsExactly(Peers.accepted(1));
    }

    @Test
    @Tag("P92")
    void an_exchange_that_was_held_long_enough_ends_with_the_replies_that_are_there() throws Exception {
        hold(SHORT);
        peer.replies(message -> message.equals(Peers.accept(2)) ? Peers.accepted(2) : null);

        var response = ask(Lane.BULK, Peers.accept(1), Peers.accept(2));

        assertThat(PeerCalls.messages(soon(response))).containsExactly(Peers.accepted(2));
        peer.send(Peers.NODE2, Peers.accepted(1));
        assertThat(sink.inbox.next()).containsExactly(Peers.accepted(1));
    }

    /** The hold may pass before anything else has happened; no exchange may then stay open for ever. */
    @Test
    @Tag("P92")
    void an_exchange_ends_however_short_it_is_held() throws Exception {
        hold(Duration.ofNanos(1));
        List<CompletableFuture<HttpResponse<byte[]>>> responses = new ArrayList<>();
        for (int round = 0; round < 300; round++) {
            responses.add(ask(Lane.CONTROL, Peers.heartbeat(round)));
            assertThat(soon(responses.get(round)).statusCode()).as("round %s", round).isEqualTo(204);
        }
    }

    @Test
    void exchanges_that_are_held_when_the_node_closes_end_at_once() throws Exception {
        var first = ask(Lane.BULK, Peers.accept(1));
        peer.inbox.next();
        var second = ask(Lane.CONTROL, Peers.heartbeat(1));
        peer.inbox.next();

        hold(Peers.NEVER); // as a new process

        assertThat(soon(first).statusCode()).isEqualTo(503);
        assertThat(soon(second).statusCode()).isEqualTo(503);
    }

    @Test
    void no_thread_of_the_server_is_held_meanwhile() throws Exception {
        try (TestPeer narrow = new TestPeer(Peers.NODE1, new PeerServer(2, null))) {
            narrow.start(null, Peers.options(Peers.NEVER, 6), Map.of(Peers.NODE2, sink.server.base()));
            narrow.replies(message -> message instanceof Heartbeat ? Peers.replyTo(message) : null);
            List<CompletableFuture<HttpResponse<byte[]>>> held = new ArrayList<>();
            for (int slot = 1; slot <= 6; slot++) {
                held.add(PeerCalls.sendLater(PeerCalls.request(narrow.server.base(), Lane.BULK,
                        PeerCalls.body(Peers.accept(slot)))));
                narrow.inbox.next();
            }

            var control = PeerCalls.sendLater(PeerCalls.request(narrow.server.base(), Lane.CONTROL,
                    PeerCalls.body(Peers.heartbeat(1))));
            assertThat(PeerCalls.messages(soon(control))).containsExactly(Peers.heartbeatAck(1));
            assertThat(held).noneMatch(CompletableFuture::isDone);
            for (int slot = 1; slot <= 6; slot++) {
                narrow.send(Peers.NODE2, Peers.accepted(slot));
            }

            for (int slot = 1; slot <= 6; slot++) {
                assertThat(PeerCalls.messages(soon(held.get(slot - 1)))).containsExactly(Peers.accepted(slot));
            }
        }
    }

    /** Tomcat warns at each stop of the host of threads that were started in its requests and live on with its class loader. */
    @Test
    void threads_do_not_belong_to_the_web_application_in_whose_request_they_were_started() throws Exception {
        peer.replies(Peers::replyTo);
        soon(ask(Lane.BULK, Peers.accept(1)));

        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().startsWith("paxos-node1-")).isNotEmpty()
                .allSatisfy(thread -> assertThat(thread.getContextClassLoader()).as(thread.getName())
                        .isSameAs(PeerThreads.class.getClassLoader()));
    }
}
