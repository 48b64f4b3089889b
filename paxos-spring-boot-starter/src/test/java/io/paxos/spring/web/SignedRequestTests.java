package io.paxos.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.message.Lane;
import io.paxos.spring.security.OutgoingSession;
import io.paxos.spring.security.RequestClaim;
import io.paxos.spring.security.SharedSecret;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** With a shared secret, the node sees nothing that no member has signed, for it and just now. */
@Tag("P79")
class SignedRequestTests {

    private static final byte[] BODY = PeerCalls.body(Peers.accepted(1));

    private TestPeer peer;
    private URI base;
    private OutgoingSession session;

    @BeforeEach
    void start() throws Exception {
        peer = TestPeer.alone(Peers.SECRET, Peers.options(Peers.NEVER, 4));
        base = peer.server.base();
        session = session(Peers.SECRET, Peers.CLUSTER, Peers.NODE2, Peers.NODE1);
        assertThat(PeerCalls.exchange(base, session, Lane.BULK, BODY).statusCode()).isEqualTo(204);
        peer.inbox.next();
    }

    /** A signed request passes before and after, so what was refused was refused for what it was. */
    @AfterEach
    void stop() throws Exception {
        boolean nothing = peer.inbox.isEmpty();
        int status = PeerCalls.exchange(base, session, Lane.BULK, BODY).statusCode();
        peer.close();
        assertThat(nothing).as("nothing that was refused has reached the inbox").isTrue();
        assertThat(status).as("the status of the next authentic request").isEqualTo(204);
    }

    private static OutgoingSession session(SharedSecret secret, String cluster, NodeId from, NodeId to) {
        return new OutgoingSession(secret, cluster, from, to);
    }

    private void isRefused(int status, RequestClaim claim, byte[] body) throws Exception {
        HttpResponse<byte[]> response = PeerCalls.send(PeerCalls.signed(base, claim, body));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Paxos-Mac")).as("what was refused is not answered as if it counted").isEmpty();
        assertThat(response.headers().firstValue("Paxos-Session")).isEmpty();
    }

    @Test
    void an_unsigned_request_is_refused() throws Exception {
        assertThat(PeerCalls.send(PeerCalls.request(base, Lane.BULK, BODY)).statusCode()).isEqualTo(403);
    }

    @Test
    void a_request_signed_by_another_secret_or_for_another_cluster_is_refused() throws Exception {
        isRefused(403, session(Peers.OTHER_SECRET, Peers.CLUSTER, Peers.NODE2, Peers.NODE1).sign(Lane.BULK, BODY), BODY);
        isRefused(403, session(Peers.SECRET, "another", Peers.NODE2, Peers.NODE1).sign(Lane.BULK, BODY), BODY);
    }

    @Test
    void a_changed_body_is_refused() throws Exception {
        isRefused(403, session.sign(Lane.BULK, BODY), PeerCalls.body(Peers.accepted(2)));
    }

    @Test
    void a_changed_claim_is_refused() throws Exception {
        RequestClaim claim = session.sign(Lane.BULK, BODY);
        isRefused(403, new RequestClaim(claim.from(), claim.to(), Lane.CONTROL, claim.session(), claim.counter(),
                claim.mac()), BODY);
        isRefused(403, new RequestClaim(claim.from(), claim.to(), claim.lane(), claim.session(), claim.counter() + 1,
                claim.mac()), BODY);
        isRefused(403, new RequestClaim(claim.from(), claim.to(), claim.lane(), "", claim.counter(), claim.mac()), BODY);
        isRefused(403, new RequestClaim(Peers.NODE3, claim.to(), claim.lane(), claim.session(), claim.counter(),
                claim.mac()), BODY);
        isRefused(403, new RequestClaim(claim.from(), claim.to(), claim.lane(), claim.session(), claim.counter(),
                claim.mac().substring(1)), BODY);
    }

    @Test
    void a_request_for_another_receiver_is_refused_with_its_headers_or_with_ours() throws Exception {
        RequestClaim claim = session(Peers.SECRET, Peers.CLUSTER, Peers.NODE2, Peers.NODE3).sign(Lane.BULK, BODY);
        isRefused(403, claim, BODY);
        isRefused(403, new RequestClaim(claim.from(), Peers.NODE1, claim.lane(), claim.session(), claim.counter(),
                claim.mac()), BODY);
    }

    @Test
    void a_stranger_who_knows_the_secret_is_refused() throws Exception {
        isRefused(403, session(Peers.SECRET, Peers.CLUSTER, Peers.STRANGER, Peers.NODE1).sign(Lane.BULK, BODY), BODY);
    }

    @Test
    void a_replayed_request_is_refused() throws Exception {
        RequestClaim claim = session.sign(Lane.BULK, BODY);
        assertThat(PeerCalls.send(PeerCalls.signed(base, claim, BODY)).statusCode()).isEqualTo(204);
        peer.inbox.next();

        isRefused(409, claim, BODY);
    }

    /** The headers of the request are proven, and those of its messages must not say anything else. */
    @Test
    @Tag("P80")
    void a_signed_request_speaks_for_its_own_sender_only() throws Exception {
        OutgoingSession node3 = session(Peers.SECRET, Peers.CLUSTER, Peers.NODE3, Peers.NODE1);

        assertThat(PeerCalls.exchange(base, node3, Lane.BULK, BODY).statusCode()).isEqualTo(400);
    }

    @Test
    void a_first_contact_is_asked_to_take_a_session_and_nothing_comes_of_it() throws Exception {
        OutgoingSession fresh = session(Peers.SECRET, Peers.CLUSTER, Peers.NODE2, Peers.NODE1);
        RequestClaim first = fresh.sign(Lane.BULK, BODY);

        HttpResponse<byte[]> response = PeerCalls.send(PeerCalls.signed(base, first, BODY));

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("Paxos-Session")).isPresent();
        assertThat(peer.inbox.isEmpty()).isTrue();
        assertThat(PeerCalls.isAuthentic(fresh, first, response)).isTrue();
        RequestClaim second = fresh.sign(Lane.BULK, BODY);
        HttpResponse<byte[]> answer = PeerCalls.send(PeerCalls.signed(base, second, BODY));
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(PeerCalls.isAuthentic(fresh, second, answer)).isTrue();
        assertThat(peer.inbox.next()).containsExactly(Peers.accepted(1));
        session = fresh;
    }

    @Test
    void a_replayed_first_contact_does_not_end_the_session_of_the_member() throws Exception {
        RequestClaim first = session(Peers.SECRET, Peers.CLUSTER, Peers.NODE2, Peers.NODE1).sign(Lane.BULK, BODY);
        for (int i = 0; i < 3; i++) {
            assertThat(PeerCalls.send(PeerCalls.signed(base, first, BODY)).statusCode()).isEqualTo(401);
        }

        RequestClaim next = session.sign(Lane.BULK, BODY);
        assertThat(PeerCalls.send(PeerCalls.signed(base, next, BODY)).statusCode()).isEqualTo(204);
        peer.inbox.next();
    }

    @Test
    void replies_and_refusals_of_what_is_proven_are_signed_over_their_request() throws Exception {
        peer.replies(Peers::replyTo);
        byte[] body = PeerCalls.body(Peers.accept(1));
        RequestClaim asked = session.sign(Lane.BULK, body);
        HttpResponse<byte[]> replied = PeerCalls.send(PeerCalls.signed(base, asked, body));
        peer.inbox.next();
        RequestClaim garbage = session.sign(Lane.BULK, new byte[] {9});
        HttpResponse<byte[]> refused = PeerCalls.send(PeerCalls.signed(base, garbage, new byte[] {9}));

        assertThat(replied.statusCode()).isEqualTo(200);
        assertThat(PeerCalls.isAuthentic(session, asked, replied)).isTrue();
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(PeerCalls.isAuthentic(session, garbage, refused)).isTrue();
        assertThat(PeerCalls.isAuthentic(session, garbage, replied)).as("signed for another request").isFalse();
    }

    /** With a secret, it is the signature that counts and not where it comes from: peers are on other machines. */
    @Test
    void neither_a_place_nor_an_origin_makes_a_difference() throws Exception {
        RequestClaim claim = session.sign(Lane.BULK, BODY);
        assertThat(PeerCalls.send(PeerCalls.signed(base, claim, BODY).header("Origin", "http://evil.example")
                .header("X-Forwarded-For", "203.0.113.7")).statusCode()).isEqualTo(204);
        peer.inbox.next();
        assertThat(PeerCalls.send(PeerCalls.request(base, Lane.BULK, BODY).header("X-Forwarded-For", "127.0.0.1")).statusCode())
                .isEqualTo(403);
    }

    @Test
    void a_session_or_a_mac_of_any_characters_is_refused_like_any_other() throws Exception {
        for (String odd : new String[] {"%n", "'\"\\", "=?utf-8?q?x?=", "0".repeat(64)}) {
            assertThat(PeerCalls.send(PeerCalls.request(base, Peers.NODE2, Peers.NODE1, Lane.BULK)
                    .header("Content-Type", PeerCalls.BINARY).header("Paxos-Session", odd).header("Paxos-Counter", "1")
                    .header("Paxos-Mac", odd).POST(BodyPublishers.ofByteArray(BODY))).statusCode()).as(odd).isEqualTo(403);
        }
    }

    /** As after a restart of the receiver, in a process that knows none of the sessions of the one before. */
    @Test
    void a_new_process_asks_for_a_new_session_and_takes_nothing_from_before() throws Exception {
        RequestClaim before = session.sign(Lane.BULK, BODY);
        peer.start(Peers.SECRET, Peers.options(Peers.NEVER, 4),
                Map.of(Peers.NODE2, TestPeer.NOWHERE, Peers.NODE3, TestPeer.NOWHERE));

        assertThat(PeerCalls.send(PeerCalls.signed(base, before, BODY)).statusCode()).isEqualTo(401);
        assertThat(peer.inbox.isEmpty()).isTrue();
        assertThat(PeerCalls.exchange(base, session, Lane.BULK, BODY).statusCode()).isEqualTo(204);
        peer.inbox.next();
        assertThat(PeerCalls.send(PeerCalls.signed(base, before, BODY)).statusCode()).isEqualTo(401);
    }
}
