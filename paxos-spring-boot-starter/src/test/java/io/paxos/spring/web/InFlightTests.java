package io.paxos.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.paxos.core.message.Heartbeat;
import io.paxos.core.message.Lane;
import io.paxos.core.message.Message;
import io.paxos.spring.codec.BatchForm;
import io.paxos.spring.security.OutgoingSession;
import io.paxos.spring.security.RequestClaim;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How many exchanges one peer may have open with a node. */
@Tag("P70")
class InFlightTests {

    private static final int TOO_MANY = 429;

    private TestPeer peer;

    @AfterEach
    void stop() {
        peer.close();
    }

    private CompletableFuture<HttpResponse<byte[]>> ask(Lane lane, Message message) {
        return PeerCalls.sendLater(PeerCalls.request(peer.server.base(), lane, PeerCalls.body(message)));
    }

    private static HttpResponse<byte[]> soon(CompletableFuture<HttpResponse<byte[]>> response) throws Exception {
        return response.get(Peers.SOON.toSeconds(), TimeUnit.SECONDS);
    }

    private void onlyHeartbeatsAreAnswered() {
        peer.replies(message -> message instanceof Heartbeat ? Peers.replyTo(message) : null);
    }

    @Test
    void one_more_bulk_exchange_than_may_be_is_refused_while_control_passes_and_so_do_other_peers() throws Exception {
        peer = TestPeer.alone(null, Peers.options(Peers.NEVER, 2));
        onlyHeartbeatsAreAnswered();
        var first = ask(Lane.BULK, Peers.accept(1));
        peer.inbox.next();
        var second = ask(Lane.BULK, Peers.accept(2));
        peer.inbox.next();

        assertThat(soon(ask(Lane.BULK, Peers.accept(3))).statusCode()).isEqualTo(TOO_MANY);
        assertThat(soon(ask(Lane.BULK, Peers.accepted(1))).statusCode()).as("one that waits for nothing").isEqualTo(TOO_MANY);
        assertThat(peer.inbox.isEmpty()).as("nothing of what was refused has reached the inbox").isTrue();

        assertThat(PeerCalls.messages(soon(ask(Lane.CONTROL, Peers.heartbeat(1))))).containsExactly(Peers.heartbeatAck(1));
        peer.inbox.next();
        byte[] fromNode3 = BatchForm.encode(
                List.of(Peers.envelope(Peers.NODE3, Peers.NODE1, Peers.accepted(1))));
        assertThat(PeerCalls.send(PeerCalls.request(peer.server.base(), Peers.NODE3, Peers.NODE1, Lane.BULK)
                .header("Content-Type", PeerCalls.BINARY).POST(BodyPublishers.ofByteArray(fromNode3))).statusCode())
                .isEqualTo(204);

        peer.send(Peers.NODE2, Peers.accepted(1));
        assertThat(soon(first).statusCode()).isEqualTo(200);
        assertThat(soon(ask(Lane.BULK, Peers.accepted(1))).statusCode()).as("there is a place again").isEqualTo(204);
        assertThat(second).isNotDone();
    }

    @Test
    void the_control_lane_has_two_places() throws Exception {
        peer = TestPeer.alone(null, Peers.options(Peers.NEVER, 1));
        var first = ask(Lane.CONTROL, Peers.heartbeat(1));
        peer.inbox.next();
        ask(Lane.CONTROL, Peers.heartbeat(2));
        peer.inbox.next();

        assertThat(soon(ask(Lane.CONTROL, Peers.heartbeat(3))).statusCode()).isEqualTo(TOO_MANY);
        peer.send(Peers.NODE2, Peers.heartbeatAck(1));
        soon(first);
        assertThat(soon(ask(Lane.CONTROL, Peers.heartbeatAck(1))).statusCode()).isEqualTo(204);
    }

    /** In one exchange after the other there is never a second one, so none may be refused. */
    @Test
    void the_place_is_free_once_the_response_is_there() throws Exception {
        peer = TestPeer.alone(null, Peers.options(Peers.NEVER, 1));
        peer.replies(Peers::replyTo);
        for (int slot = 1; slot <= 2_000; slot++) {
            HttpResponse<byte[]> response = PeerCalls.send(PeerCalls.request(peer.server.base(), Lane.BULK,
                    PeerCalls.body(slot % 4 == 0 ? Peers.accepted(slot) : Peers.accept(slot))));
            assertThat(response.statusCode()).as("exchange %s", slot).isEqualTo(slot % 4 == 0 ? 204 : 200);
        }
    }

    /** Tomcat does not notice that a connection is broken before it writes to it. */
    @Test
    void a_peer_that_has_gone_gives_its_place_back_when_its_exchange_was_held_long_enough() throws Exception {
        peer = TestPeer.alone(null, Peers.options(Duration.ofMillis(100), 1));
        for (int slot = 1; slot <= 3; slot++) {
            byte[] body = PeerCalls.body(Peers.accept(slot));
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), peer.server.port())) {
                socket.getOutputStream().write((PeerCalls.head(PeerCalls.MESSAGES, PeerCalls.BINARY) + "Content-Length: "
                        + body.length + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
                socket.getOutputStream().write(body);
                assertThat(peer.inbox.next()).containsExactly(Peers.accept(slot));
                socket.setSoLinger(true, 0); // broken, not ended
            }
            await().atMost(Peers.SOON).until(() -> soon(ask(Lane.BULK, Peers.accepted(1))).statusCode() == 204);
            peer.inbox.next();
        }
    }

    @Test
    void a_refused_body_gives_its_place_back() throws Exception {
        peer = TestPeer.alone(null, Peers.options(Peers.NEVER, 1));
        for (int round = 0; round < 5; round++) {
            assertThat(PeerCalls.send(PeerCalls.request(peer.server.base(), Lane.BULK, new byte[] {9})).statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void an_inbox_that_fails_gives_the_place_back() throws Exception {
        peer = TestPeer.alone(null, Peers.options(Peers.NEVER, 1));
        peer.inbox.script(messages -> {
            throw new IllegalStateException("on purpose");
        });
        for (int slot = 1; slot <= 3; slot++) {
            assertThat(PeerCalls.send(PeerCalls.request(peer.server.base(), Lane.BULK, PeerCalls.body(
                    slot == 2 ? Peers.accepted(slot) : Peers.accept(slot)))).statusCode()).as("exchange %s", slot)
                    .isNotEqualTo(TOO_MANY);
        }
    }

    @Test
    @Tag("P79")
    void a_claim_that_is_not_proven_takes_no_place() throws Exception {
        peer = TestPeer.alone(Peers.SECRET, Peers.options(Peers.NEVER, 1));
        OutgoingSession session = new OutgoingSession(Peers.SECRET, Peers.CLUSTER, Peers.NODE2, Peers.NODE1);
        List<Socket> halfSent = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                halfSent.add(halfSent(100));
                assertThat(soon(ask(Lane.BULK, Peers.accept(1))).statusCode()).as("unsigned").isEqualTo(403);
            }

            HttpResponse<byte[]> answer = PeerCalls.exchange(peer.server.base(), session, Lane.BULK,
                    PeerCalls.body(Peers.accepted(1)));

            assertThat(answer.statusCode()).isEqualTo(204);
        } finally {
            for (Socket socket : halfSent) {
                socket.close();
            }
        }
    }

    /** Whoever reaches the port can say such a thing; it must not silence the member whose name is used. */
    @Test
    @Tag("P79")
    @Tag("P81")
    void large_bodies_that_are_claimed_and_never_come_do_not_keep_out_the_member() throws Exception {
        peer = TestPeer.alone(Peers.SECRET, Peers.options(Peers.NEVER, 1));
        OutgoingSession session = new OutgoingSession(Peers.SECRET, Peers.CLUSTER, Peers.NODE2, Peers.NODE1);
        List<Socket> halfSent = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                halfSent.add(halfSent(256 * 1024));
            }
            // refused or not, an answer means that those before are being read
            soon(ask(Lane.BULK, Peers.accept(1)));

            assertThat(PeerCalls.exchange(peer.server.base(), session, Lane.CONTROL, PeerCalls.body(Peers.heartbeatAck(1)))
                    .statusCode()).as("control").isEqualTo(204);
            assertThat(PeerCalls.exchange(peer.server.base(), session, Lane.BULK, PeerCalls.body(Peers.accepted(1)))
                    .statusCode()).as("bulk").isEqualTo(204);
        } finally {
            for (Socket socket : halfSent) {
                socket.close();
            }
        }
    }

    @Test
    @Tag("P45")
    @Tag("P81")
    void bodies_of_the_bulk_lane_do_not_take_the_room_of_the_control_lane() throws Exception {
        peer = TestPeer.alone(Peers.SECRET, Peers.options(Peers.NEVER, 1));
        OutgoingSession session = new OutgoingSession(Peers.SECRET, Peers.CLUSTER, Peers.NODE2, Peers.NODE1);
        List<Socket> almostSent = new ArrayList<>();
        try {
            await().atMost(Peers.SOON).until(() -> {
                Socket next = halfSent(256 * 1024);
                almostSent.add(next);
                next.getOutputStream().write(new byte[256 * 1024 - 2]); // all but the last byte
                return soon(ask(Lane.BULK, Peers.accepted(1))).statusCode() == TOO_MANY;
            });

            assertThat(PeerCalls.exchange(peer.server.base(), session, Lane.CONTROL, PeerCalls.body(Peers.heartbeatAck(1)))
                    .statusCode()).isEqualTo(204);
        } finally {
            for (Socket socket : almostSent) {
                socket.close();
            }
        }
    }

    /** The refusal of a request that is proven is signed, as its sender would otherwise not know whose it is. */
    @Test
    @Tag("P79")
    void a_proven_request_beyond_the_places_is_refused_by_a_signed_answer() throws Exception {
        peer = TestPeer.alone(Peers.SECRET, Peers.options(Peers.NEVER, 1));
        OutgoingSession session = new OutgoingSession(Peers.SECRET, Peers.CLUSTER, Peers.NODE2, Peers.NODE1);
        PeerCalls.exchange(peer.server.base(), session, Lane.BULK, PeerCalls.body(Peers.accepted(1)));
        peer.inbox.next();
        byte[] body = PeerCalls.body(Peers.accept(1));
        var held = PeerCalls.sendLater(PeerCalls.signed(peer.server.base(), session.sign(Lane.BULK, body), body));
        peer.inbox.next();

        RequestClaim second = session.sign(Lane.BULK, body);
        HttpResponse<byte[]> refused = PeerCalls.send(PeerCalls.signed(peer.server.base(), second, body));

        assertThat(refused.statusCode()).isEqualTo(TOO_MANY);
        assertThat(PeerCalls.isAuthentic(session, second, refused)).isTrue();
        assertThat(held).isNotDone();
    }

    /** A request in the name of node2 whose body never comes. */
    private Socket halfSent(int length) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), peer.server.port());
        socket.getOutputStream().write((PeerCalls.head(PeerCalls.MESSAGES, PeerCalls.BINARY) + "Content-Length: " + length
                + "\r\n\r\nx")
                .getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return socket;
    }
}
