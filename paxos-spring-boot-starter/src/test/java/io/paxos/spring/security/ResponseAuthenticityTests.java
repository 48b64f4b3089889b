package io.paxos.spring.security;

import static io.paxos.spring.security.Wire.ANSWER;
import static io.paxos.spring.security.Wire.BODY;
import static io.paxos.spring.security.Wire.CLUSTER;
import static io.paxos.spring.security.Wire.NODE1;
import static io.paxos.spring.security.Wire.NODE2;
import static io.paxos.spring.security.Wire.NODE3;
import static io.paxos.spring.security.Wire.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.message.Lane;
import io.paxos.spring.security.Verdict.Kind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is not exactly the receiver's answer to that request. */
@Tag("P79")
class ResponseAuthenticityTests {

    private static final String OTHER_ID = "0123456789abcdef0123456789abcdef";

    private final IncomingSessions receiver = Wire.receiver(NODE2);
    private final OutgoingSession sender = Wire.connected(NODE1, NODE2, receiver);
    private final RequestClaim request = sender.sign(Lane.BULK, BODY);
    private final ResponseClaim response = receiver.sign(request, 200, null, ANSWER);

    @Test
    void the_answer_to_a_request_is_authentic_with_its_body_only() {
        assertThat(sender.verify(request, response, ANSWER)).isTrue();
        assertThat(sender.verify(request, response, new byte[0])).isFalse();
        assertThat(sender.verify(request, response, bytes("acceptee"))).isFalse();
    }

    @Test
    void an_unsigned_answer_is_a_loss() {
        assertThat(sender.verify(request, new ResponseClaim(200, null, ""), ANSWER)).isFalse();
        assertThat(sender.verify(request, new ResponseClaim(401, OTHER_ID, ""), ANSWER)).isFalse();
    }

    @Test
    void an_answer_of_another_status_or_session_is_a_loss() {
        ResponseClaim refused = receiver.sign(request, 401, OTHER_ID, ANSWER);

        assertThat(sender.verify(request, new ResponseClaim(204, null, response.mac()), ANSWER)).isFalse();
        assertThat(sender.verify(request, new ResponseClaim(200, OTHER_ID, response.mac()), ANSWER)).isFalse();
        assertThat(sender.verify(request, new ResponseClaim(200, "", response.mac()), ANSWER)).isFalse();
        assertThat(sender.verify(request, new ResponseClaim(401, null, refused.mac()), ANSWER)).isFalse();
        assertThat(sender.verify(request, new ResponseClaim(401, OTHER_ID.replace('0', '1'), refused.mac()), ANSWER)).isFalse();
    }

    @Test
    void a_forged_401_changes_nothing() {
        assertThat(sender.verify(request, new ResponseClaim(401, OTHER_ID, response.mac()), ANSWER)).isFalse();

        assertThat(sender.sign(Lane.BULK, BODY).session()).isEqualTo(request.session());
    }

    @Test
    void a_new_session_is_taken_up_from_a_401_only() {
        ResponseClaim odd = receiver.sign(request, 200, OTHER_ID, ANSWER);

        assertThat(sender.verify(request, odd, ANSWER)).isTrue();
        assertThat(sender.sign(Lane.BULK, BODY).session()).isEqualTo(request.session());
    }

    @Test
    void the_answer_to_another_request_is_a_loss() {
        RequestClaim next = sender.sign(Lane.BULK, BODY);
        RequestClaim otherLane = sender.sign(Lane.CONTROL, BODY);

        assertThat(sender.verify(next, response, ANSWER)).isFalse();
        assertThat(sender.verify(otherLane, response, ANSWER)).isFalse();
    }

    /** Both are first contacts with the same number; only their bodies, and so their MACs, differ. */
    @Test
    void the_answer_to_a_request_of_the_process_before_is_a_loss() {
        OutgoingSession before = Wire.sender(NODE1, NODE2);
        RequestClaim old = before.sign(Lane.BULK, bytes("an older vote"));
        Verdict verdict = receiver.verify(old, bytes("an older vote"));
        OutgoingSession restarted = Wire.sender(NODE1, NODE2);

        assertThat(restarted.verify(restarted.sign(Lane.BULK, BODY), Wire.answer(receiver, old, verdict), ANSWER)).isFalse();
    }

    @Test
    void the_answer_of_another_node_secret_or_cluster_is_a_loss() {
        SharedSecret other = SharedSecret.of("another secret, of 32 bytes or so");

        assertThat(sender.verify(request, answerOf(Wire.SECRET, CLUSTER, request), ANSWER)).isTrue();
        assertThat(sender.verify(request, answerOf(other, CLUSTER, request), ANSWER)).isFalse();
        assertThat(sender.verify(request, answerOf(Wire.SECRET, "seats2", request), ANSWER)).isFalse();
        RequestClaim redirected = new RequestClaim(NODE1, NODE3, Lane.BULK, request.session(), request.counter(), request.mac());
        assertThat(sender.verify(request, answerOf(Wire.SECRET, CLUSTER, redirected), ANSWER)).isFalse();
    }

    @Test
    void a_request_is_not_its_own_answer() {
        assertThat(sender.verify(request, new ResponseClaim(200, null, request.mac()), BODY)).isFalse();
    }

    @Test
    void the_answer_to_a_request_of_another_node_or_to_another_node_is_a_loss() {
        assertThat(Wire.sender(NODE1, NODE3).verify(request, response, ANSWER)).isFalse();
        assertThat(Wire.sender(NODE3, NODE2).verify(request, response, ANSWER)).isFalse();
    }

    @Test
    void a_signed_error_is_authentic_too() {
        ResponseClaim busy = receiver.sign(request, 503, null, ANSWER);

        assertThat(sender.verify(request, busy, ANSWER)).isTrue();
        assertThat(Wire.exchange(sender, receiver, Lane.BULK, BODY)).isEqualTo(Kind.ACCEPTED);
    }

    private static ResponseClaim answerOf(SharedSecret secret, String cluster, RequestClaim request) {
        NodeId node = request.to();
        return new IncomingSessions(secret, cluster, node, Wire.othersOf(node)).sign(request, 200, null, ANSWER);
    }
}
