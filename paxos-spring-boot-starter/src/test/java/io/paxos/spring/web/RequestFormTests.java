package io.paxos.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Lane;
import io.paxos.spring.codec.BatchForm;
import io.paxos.spring.codec.json.JsonBatch;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The form that a request must have; of any other, the node sees nothing. */
class RequestFormTests {

    private static final byte[] BODY = PeerCalls.body(Peers.accept(1));

    private TestPeer peer;

    @BeforeEach
    void start() {
        peer = TestPeer.alone(null, Peers.options(Peers.NEVER, 4));
        peer.replies(Peers::replyTo);
    }

    @AfterEach
    void nothing_came_of_what_was_refused() {
        boolean nothing = peer.inbox.isEmpty();
        peer.close();
        assertThat(nothing).as("nothing that was refused has reached the inbox").isTrue();
    }

    private HttpResponse<byte[]> post(String type, byte[] body) throws Exception {
        return PeerCalls.send(PeerCalls.request(peer.server.base(), Peers.NODE2, Peers.NODE1, Lane.BULK)
                .header("Content-Type", type).POST(BodyPublishers.ofByteArray(body)));
    }

    private int rawStatus(String headers, byte[] body) throws IOException {
        return PeerCalls.rawStatus(peer.server.port(),
                "POST /paxos/v1/messages HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + headers + "\r\n", body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/vnd.io.paxos.messages", "APPLICATION/vnd.io.paxos.Messages"})
    void a_binary_request_has_a_binary_answer(String type) throws Exception {
        HttpResponse<byte[]> response = post(type, BODY);

        assertThat(peer.inbox.next()).containsExactly(Peers.accept(1));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/vnd.io.paxos.messages");
        assertThat(response.body()).isEqualTo(BatchForm.encode(List.of(reply())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/JSON", "application/json;charset=utf-8",
        "application/json; charset=UTF-8", "application/json ; charset=\"utf-8\""})
    void a_json_request_has_a_json_answer(String type) throws Exception {
        byte[] json = JsonBatch.encode(List.of(Peers.envelope(Peers.NODE2, Peers.NODE1, Peers.accept(1))));

        HttpResponse<byte[]> response = post(type, json);

        assertThat(peer.inbox.next()).containsExactly(Peers.accept(1));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(answer -> assertThat(answer).startsWith("application/json"));
        assertThat(JsonBatch.decode(response.body())).containsExactly(reply());
    }

    private static Envelope reply() {
        return Peers.envelope(Peers.NODE1, Peers.NODE2, Peers.accepted(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
        "application/octet-stream", "application/json; charset=utf-16", "application/json; charset=iso-8859-1",
        "application/json; charset=utf-8; x=y", "application/json, text/plain", "text/plain; application/json",
        "application/vnd.io.paxos.messages; charset=utf-8", "application/vnd.io.paxos.messages+json",
        "application/x-java-serialized-object", "application/*", "*/*"})
    @Tag("P82")
    void no_other_type_is_taken(String type) throws Exception {
        assertThat(post(type, BODY).statusCode()).isEqualTo(415);
    }

    @Test
    void a_request_without_a_type_is_refused() throws Exception {
        HttpRequest.Builder request = PeerCalls.request(peer.server.base(), Peers.NODE2, Peers.NODE1, Lane.BULK)
                .POST(BodyPublishers.ofByteArray(BODY));

        assertThat(PeerCalls.send(request).statusCode()).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "identity"})
    void an_encoded_body_is_refused(String encoding) throws Exception {
        HttpRequest.Builder request = PeerCalls.request(peer.server.base(), Lane.BULK, BODY).header("Content-Encoding", encoding);

        assertThat(PeerCalls.send(request).statusCode()).isEqualTo(415);
    }

    @Test
    void a_body_of_one_form_is_not_taken_for_the_other() throws Exception {
        byte[] json = JsonBatch.encode(List.of(Peers.envelope(Peers.NODE2, Peers.NODE1, Peers.accept(1))));

        assertThat(post("application/json", BODY).statusCode()).isEqualTo(400);
        assertThat(post(PeerCalls.BINARY, json).statusCode()).isEqualTo(400);
    }

    @Test
    void a_body_of_unknown_length_is_refused() throws Exception {
        HttpRequest.Builder chunked = PeerCalls.request(peer.server.base(), Peers.NODE2, Peers.NODE1, Lane.BULK)
                .header("Content-Type", PeerCalls.BINARY)
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(BODY)));

        assertThat(PeerCalls.send(chunked).statusCode()).isEqualTo(411);
    }

    /** Nothing of the body is ever sent here, so an answer means that nothing was waited for. */
    @ParameterizedTest
    @ValueSource(strings = {"262145", "2147483648", "9223372036854775807"})
    @Tag("P71")
    void a_body_above_the_limit_is_refused_before_it_is_read(String length) throws IOException {
        assertThat(PeerCalls.rawStatus(peer.server.port(),
                PeerCalls.head(PeerCalls.MESSAGES, PeerCalls.BINARY) + "Content-Length: " + length + "\r\n\r\n", new byte[0]))
                .isEqualTo(413);
    }

    @Test
    @Tag("P71")
    void a_body_at_the_limit_is_read() throws Exception {
        assertThat(post(PeerCalls.BINARY, new byte[256 * 1024]).statusCode()).as("read, and not understood").isEqualTo(400);
        assertThat(post(PeerCalls.BINARY, new byte[256 * 1024 + 1]).statusCode()).isEqualTo(413);
    }

    @Test
    void a_body_that_ends_early_is_refused() throws IOException {
        String response = PeerCalls.raw(peer.server.port(),
                PeerCalls.head(PeerCalls.MESSAGES, PeerCalls.BINARY) + "Content-Length: " + (BODY.length + 1) + "\r\n\r\n", BODY);

        assertThat(response).as("perhaps nobody is left to be told").matches("(?s)|HTTP/1.1 [45]\\d\\d.*");
    }

    @Test
    void garbage_is_refused_with_a_reason_in_printable_characters() throws Exception {
        long seed = 20_250_817;
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            byte[] garbage = new byte[random.nextInt(300)];
            random.nextBytes(garbage);
            for (String type : List.of(PeerCalls.BINARY, "application/json")) {
                HttpResponse<byte[]> response = post(type, garbage);

                assertThat(response.statusCode()).as("round %s of seed %s as %s", round, seed, type).isEqualTo(400);
                assertThat(new String(response.body(), StandardCharsets.UTF_8)).matches("\\{[ -~]+}");
            }
        }
    }

    @Test
    @Tag("P83")
    void what_a_sender_wrote_breaks_neither_the_json_nor_the_line_of_a_refusal() throws Exception {
        HttpResponse<byte[]> response = post("application/json",
                "{\"version\":1,\"a\\r\\nb\\\"c\\\\\u00e9\":0}".getBytes(StandardCharsets.UTF_8));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).matches("\\{[ -~]+}").doesNotContain("b\"c");
    }

    @ParameterizedTest
    @CsvSource({"node3, node1, node2, node1, 400", "node2, node3, node2, node1, 400", "node2, node1, node3, node1, 400",
        "node2, node1, node2, node3, 403"})
    @Tag("P80")
    void the_messages_have_the_sender_and_the_receiver_of_the_headers(String from, String to, String claimedFrom,
            String claimedTo, int status) throws Exception {
        byte[] body = BatchForm.encode(List.of(Peers.envelope(NodeId.of(from), NodeId.of(to), Peers.accept(1))));
        HttpRequest.Builder request = PeerCalls
                .request(peer.server.base(), NodeId.of(claimedFrom), NodeId.of(claimedTo), Lane.BULK)
                .header("Content-Type", PeerCalls.BINARY).POST(BodyPublishers.ofByteArray(body));

        assertThat(PeerCalls.send(request).statusCode()).isEqualTo(status);
    }

    @Test
    void the_messages_are_of_the_lane_of_the_headers() throws Exception {
        assertThat(PeerCalls.send(PeerCalls.request(peer.server.base(), Lane.CONTROL, BODY)).statusCode()).isEqualTo(400);
        assertThat(PeerCalls.send(PeerCalls.request(peer.server.base(), Lane.BULK,
                PeerCalls.body(Peers.accept(1), Peers.heartbeat(1)))).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Paxos-From: node2\r\nPaxos-To: node1\r\n", "Paxos-From: node2\r\nPaxos-Lane: bulk\r\n",
        "Paxos-To: node1\r\nPaxos-Lane: bulk\r\n", "Paxos-From: \r\nPaxos-To: node1\r\nPaxos-Lane: bulk\r\n",
        "Paxos-From: Node2\r\nPaxos-To: node1\r\nPaxos-Lane: bulk\r\n",
        "Paxos-From: node2, node3\r\nPaxos-To: node1\r\nPaxos-Lane: bulk\r\n",
        "Paxos-From: node2\r\nPaxos-To: -node1\r\nPaxos-Lane: bulk\r\n",
        "Paxos-From: node2\r\nPaxos-To: node1\r\nPaxos-Lane: BULK\r\n",
        "Paxos-From: node2\r\nPaxos-To: node1\r\nPaxos-Lane: both\r\n",
        "Paxos-From: node2\r\nPaxos-To: node1\r\nPaxos-Lane: bulk\r\nPaxos-Counter: -1\r\n",
        "Paxos-From: node2\r\nPaxos-To: node1\r\nPaxos-Lane: bulk\r\nPaxos-Counter: 0x1\r\n",
        "Paxos-From: node2\r\nPaxos-To: node1\r\nPaxos-Lane: bulk\r\nPaxos-Counter: 99999999999999999999\r\n"})
    void headers_that_lack_or_are_odd_are_refused(String headers) throws IOException {
        assertThat(rawStatus(headers + "Content-Type: " + PeerCalls.BINARY + "\r\nContent-Length: " + BODY.length + "\r\n", BODY))
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Paxos-Session", "Paxos-Mac", "Paxos-From"})
    void a_header_beyond_measure_is_refused(String header) throws IOException {
        String names = header.equals("Paxos-From") ? "" : "Paxos-From: node2\r\n";

        assertThat(rawStatus(names + "Paxos-To: node1\r\nPaxos-Lane: bulk\r\n" + header + ": " + "a".repeat(257)
                + "\r\nContent-Type: " + PeerCalls.BINARY + "\r\nContent-Length: " + BODY.length + "\r\n", BODY)).isEqualTo(400);
    }

    @Test
    void a_sender_that_is_no_member_and_a_message_for_another_node_are_refused() throws Exception {
        for (NodeId from : List.of(Peers.STRANGER, Peers.NODE1)) {
            assertThat(PeerCalls.send(PeerCalls.request(peer.server.base(), from, Peers.NODE1, Lane.BULK)
                    .header("Content-Type", PeerCalls.BINARY).POST(BodyPublishers.ofByteArray(BODY))).statusCode())
                    .isEqualTo(403);
        }
        assertThat(PeerCalls.send(PeerCalls.request(peer.server.base(), Peers.NODE2, Peers.NODE3, Lane.BULK)
                .header("Content-Type", PeerCalls.BINARY).POST(BodyPublishers.ofByteArray(BODY))).statusCode()).isEqualTo(403);
    }

    @Test
    void a_node_that_does_not_run_takes_nothing() throws Exception {
        peer.inbox.stop();

        assertThat(post(PeerCalls.BINARY, BODY).statusCode()).isEqualTo(503);
    }

    @Test
    void a_batch_that_waits_for_nothing_is_answered_at_once() throws Exception {
        HttpResponse<byte[]> response = post(PeerCalls.BINARY, PeerCalls.body(Peers.accepted(7)));

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.body()).isEmpty();
        assertThat(peer.inbox.next()).containsExactly(Peers.accepted(7));
    }

    @Test
    @Tag("P70")
    void an_exchange_whose_messages_are_lost_ends_at_once_without_a_reply() throws Exception {
        peer.inbox.script(messages -> false);

        assertThat(PeerCalls.send(PeerCalls.request(peer.server.base(), Lane.BULK, BODY).timeout(Duration.ofSeconds(20)))
                .statusCode()).isEqualTo(204);
        assertThat(peer.inbox.next()).containsExactly(Peers.accept(1));
    }
}
