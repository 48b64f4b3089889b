package io.paxos.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.message.Lane;
import io.paxos.core.message.Message;
import io.paxos.spring.codec.BatchForm;
import io.paxos.spring.security.OutgoingSession;
import io.paxos.spring.security.SharedSecret;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two nodes that sign what they say to each other, either of which may start again at any time. */
@Tag("P79")
class PeerSessionTests {

    private TestPeer sender;
    private TestPeer receiver;

    @BeforeEach
    void start() {
        sender = new TestPeer(Peers.NODE1);
        receiver = new TestPeer(Peers.NODE2);
        start(sender, Peers.SECRET, Peers.NODE2, receiver.server.base());
        start(receiver, Peers.SECRET, Peers.NODE1, sender.server.base());
    }

    @AfterEach
    void stop() {
        sender.close();
        receiver.close();
    }

    private static void start(TestPeer peer, SharedSecret secret, NodeId other, URI base) {
        peer.start(secret, Peers.options(Peers.NEVER, 4), Map.of(other, base));
        peer.replies(Peers::replyTo);
    }

    /** Nothing is said twice here, so what arrives did so in its one exchange. */
    private void flows(long slot) throws InterruptedException {
        sender.send(Peers.NODE2, Peers.accept(slot), Peers.heartbeat(slot));
        assertThat(receiver.inbox.next(2)).containsExactlyInAnyOrder(Peers.accept(slot), Peers.heartbeat(slot));
        assertThat(sender.inbox.next(2)).containsExactlyInAnyOrder(Peers.accepted(slot), Peers.heartbeatAck(slot));
    }

    @Test
    void messages_and_replies_flow_from_the_first_exchange_on() throws Exception {
        for (int slot = 1; slot <= 20; slot++) {
            flows(slot);
        }
        receiver.send(Peers.NODE1, Peers.accept(21));
        assertThat(sender.inbox.next()).containsExactly(Peers.accept(21));
        assertThat(receiver.inbox.next()).containsExactly(Peers.accepted(21));
    }

    @Test
    void they_flow_within_one_exchange_after_the_receiver_has_started_again() throws Exception {
        for (int slot = 1; slot <= 5; slot++) {
            flows(slot);
            start(receiver, Peers.SECRET, Peers.NODE1, sender.server.base());
        }
        flows(6);
    }

    @Test
    void they_flow_within_one_exchange_after_the_sender_has_started_again() throws Exception {
        for (int slot = 1; slot <= 5; slot++) {
            flows(slot);
            start(sender, Peers.SECRET, Peers.NODE2, receiver.server.base());
        }
        flows(6);
    }

    @Test
    void they_flow_within_one_exchange_after_both_have_started_again() throws Exception {
        flows(1);
        start(sender, Peers.SECRET, Peers.NODE2, receiver.server.base());
        start(receiver, Peers.SECRET, Peers.NODE1, sender.server.base());
        flows(2);
    }

    /** Several exchanges find out at the same time that their session is not known any more. */
    @Test
    void several_exchanges_at_once_all_settle_on_one_session() throws Exception {
        for (int round = 0; round < 20; round++) {
            long first = 100L * round + 1;
            start(receiver, Peers.SECRET, Peers.NODE1, sender.server.base());
            for (long slot = first; slot < first + 10; slot++) {
                sender.send(Peers.NODE2, Peers.accept(slot));
            }
            Message[] all = LongStream.range(first, first + 10).mapToObj(Peers::accept).toArray(Message[]::new);
            assertThat(receiver.inbox.next(10)).as("round %s", round).containsExactlyInAnyOrder(all);
            sender.inbox.next(10);
        }
    }

    @Test
    void a_receiver_with_another_secret_sees_nothing() throws Exception {
        start(receiver, Peers.OTHER_SECRET, Peers.NODE1, sender.server.base());

        sender.send(Peers.NODE2, Peers.accept(1));
        start(sender, Peers.OTHER_SECRET, Peers.NODE2, receiver.server.base());
        sender.send(Peers.NODE2, Peers.accept(2));

        assertThat(receiver.inbox.next()).as("only what is signed by its own").containsExactly(Peers.accept(2));
    }

    /** A reply that nobody has signed may be anybody's. */
    @Test
    void an_unsigned_response_is_dropped() throws Exception {
        byte[] forged = BatchForm.encode(List.of(Peers.envelope(Peers.NODE2, Peers.NODE1, Peers.accepted(1))));
        try (ScriptedServer forger = new ScriptedServer(ScriptedServer.body(200, forged))) {
            start(sender, Peers.SECRET, Peers.NODE2, forger.base());

            drops(forger);
        }
    }

    @Test
    void a_response_with_a_made_up_signature_is_dropped_even_if_it_gives_a_session() throws Exception {
        byte[] forged = BatchForm.encode(List.of(Peers.envelope(Peers.NODE2, Peers.NODE1, Peers.accepted(1))));
        for (int status : new int[] {200, 401}) {
            try (ScriptedServer forger = new ScriptedServer(exchange -> {
                exchange.getResponseHeaders().set("Paxos-Mac", "0".repeat(64));
                exchange.getResponseHeaders().set("Paxos-Session", "0".repeat(32));
                ScriptedServer.body(status, forged).to(exchange);
            })) {
                start(sender, Peers.SECRET, Peers.NODE2, forger.base());

                drops(forger);
            }
        }
    }

    /** What was signed for one request says nothing of another one. */
    @Test
    void a_response_to_another_request_is_dropped() throws Exception {
        String[] kept = new String[1];
        byte[][] body = new byte[1][];
        try (ScriptedServer between = new ScriptedServer(exchange -> {
            exchange.getResponseHeaders().set("Paxos-Mac", kept[0]);
            ScriptedServer.body(200, body[0]).to(exchange);
        })) {
            var session = new OutgoingSession(Peers.SECRET, Peers.CLUSTER, Peers.NODE1, Peers.NODE2);
            byte[] asked = BatchForm.encode(List.of(Peers.envelope(Peers.NODE1, Peers.NODE2, Peers.accept(1))));
            for (int i = 0; i < 2; i++) {
                var claim = session.sign(Lane.BULK, asked);
                var response = PeerCalls.send(PeerCalls.signed(receiver.server.base(), claim, asked));
                assertThat(PeerCalls.isAuthentic(session, claim, response)).isTrue();
                kept[0] = response.headers().firstValue("Paxos-Mac").orElseThrow();
                body[0] = response.body();
            }
            receiver.inbox.next();
            start(sender, Peers.SECRET, Peers.NODE2, between.base());

            drops(between);
        }
    }

    /** The second message leaves once the exchange of the first one has ended, whose reply would have come by then. */
    private void drops(ScriptedServer server) {
        TransportOptions one = Peers.options(Peers.NEVER, 1);
        sender.start(Peers.SECRET, one, Map.of(Peers.NODE2, server.base()));
        sender.send(Peers.NODE2, Peers.accept(1));
        await().atMost(Peers.SOON).until(() -> server.requests.size() == 1);
        sender.send(Peers.NODE2, Peers.accept(2));
        await().atMost(Peers.SOON).until(() -> server.requests.size() == 2);
        assertThat(sender.inbox.isEmpty()).isTrue();
    }
}
