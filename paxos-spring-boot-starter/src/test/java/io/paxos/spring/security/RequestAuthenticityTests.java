package io.paxos.spring.security;

import static io.paxos.spring.security.Wire.BODY;
import static io.paxos.spring.security.Wire.CLUSTER;
import static io.paxos.spring.security.Wire.NODE1;
import static io.paxos.spring.security.Wire.NODE2;
import static io.paxos.spring.security.Wire.NODE3;
import static io.paxos.spring.security.Wire.SECRET;
import static io.paxos.spring.security.Wire.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.message.Lane;
import io.paxos.spring.security.Verdict.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What is not exactly what a member signed for this node. Each is refused, and takes nothing from the request it was made of. */
@Tag("P79")
class RequestAuthenticityTests {

    /** A claim that was changed on its way. */
    private record Forgery(String name, UnaryOperator<RequestClaim> change) {

        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Forgery> FORGERIES = List.of(
            new Forgery("no MAC", r -> claim(r, r.session(), r.counter(), "")),
            new Forgery("MAC cut short", r -> claim(r, r.session(), r.counter(), r.mac().substring(0, 32))),
            new Forgery("MAC with more behind it", r -> claim(r, r.session(), r.counter(), r.mac() + "00")),
            new Forgery("MAC in upper case", r -> claim(r, r.session(), r.counter(), r.mac().toUpperCase(Locale.ROOT))),
            new Forgery("MAC of zeros", r -> claim(r, r.session(), r.counter(), "0".repeat(64))),
            new Forgery("MAC that is no hex", r -> claim(r, r.session(), r.counter(), "\u00fc".repeat(64))),
            new Forgery("last bit of the MAC", r -> claim(r, r.session(), r.counter(), lastBitChanged(r.mac()))),
            new Forgery("no session", r -> claim(r, "", r.counter(), r.mac())),
            new Forgery("another session", r -> claim(r, lastBitChanged(r.session()), r.counter(), r.mac())),
            new Forgery("the receiver's half of the session", r -> claim(r, r.session().substring(0, 32), r.counter(), r.mac())),
            new Forgery("the next counter", r -> claim(r, r.session(), r.counter() + 1, r.mac())),
            new Forgery("a counter of 0", r -> claim(r, r.session(), 0, r.mac())),
            new Forgery("the largest counter", r -> claim(r, r.session(), Long.MAX_VALUE, r.mac())),
            new Forgery("the other lane", r -> inLane(r, Lane.CONTROL)),
            new Forgery("another member as sender", r -> from(r, NODE3)),
            new Forgery("a stranger as sender", r -> from(r, NodeId.of("node4"))),
            new Forgery("nobody as sender", r -> from(r, NodeId.NOBODY)),
            new Forgery("the receiver as sender", r -> from(r, NODE2)),
            new Forgery("another receiver", r -> to(r, NODE3)));

    private final IncomingSessions receiver = Wire.receiver(NODE2);
    private final OutgoingSession sender = Wire.connected(NODE1, NODE2, receiver);

    @ParameterizedTest
    @FieldSource("FORGERIES")
    @Tag("P80")
    void a_changed_claim_is_refused_and_changes_nothing(Forgery forgery) {
        RequestClaim request = sender.sign(Lane.BULK, BODY);

        assertThat(receiver.verify(forgery.change().apply(request), BODY).kind()).isEqualTo(Kind.REFUSED);

        assertThat(receiver.verify(request, BODY).kind()).isEqualTo(Kind.ACCEPTED);
        assertThat(Wire.exchange(sender, receiver, Lane.CONTROL, BODY)).isEqualTo(Kind.ACCEPTED);
    }

    @Test
    void a_changed_body_is_refused_and_changes_nothing() {
        RequestClaim request = sender.sign(Lane.BULK, BODY);

        for (String other : List.of("", "a votE", "a vot", "a vote ", "\0a vote")) {
            assertThat(receiver.verify(request, bytes(other)).kind()).as(other).isEqualTo(Kind.REFUSED);
        }
        assertThat(receiver.verify(request, BODY).kind()).isEqualTo(Kind.ACCEPTED);
    }

    @Test
    void what_was_signed_with_another_secret_is_refused() {
        SharedSecret other = SharedSecret.of("0123456789abcdef0123456789abcdeF");
        OutgoingSession stranger = new OutgoingSession(other, CLUSTER, NODE1, NODE2);

        assertThat(receiver.verify(stranger.sign(Lane.BULK, BODY), BODY).kind()).isEqualTo(Kind.REFUSED);
    }

    @Test
    void what_was_signed_in_another_cluster_is_refused() {
        OutgoingSession stranger = new OutgoingSession(SECRET, "seats2", NODE1, NODE2);

        assertThat(receiver.verify(stranger.sign(Lane.BULK, BODY), BODY).kind()).isEqualTo(Kind.REFUSED);
    }

    /** The lengths keep the fields apart: "seats" + "node1" is not "seatsnode" + "1". */
    @Test
    void fields_that_only_joined_are_the_same_are_refused() {
        NodeId cut = NodeId.of("1");
        IncomingSessions other = new IncomingSessions(SECRET, "seatsnode", NODE2, Set.of(cut));
        RequestClaim request = Wire.sender(NODE1, NODE2).sign(Lane.BULK, BODY);

        assertThat(other.verify(from(request, cut), BODY).kind()).isEqualTo(Kind.REFUSED);
    }

    @Test
    void what_is_for_another_receiver_is_refused() {
        IncomingSessions third = Wire.receiver(NODE3);
        RequestClaim request = sender.sign(Lane.BULK, BODY);
        RequestClaim firstContact = Wire.sender(NODE1, NODE2).sign(Lane.BULK, BODY);

        assertThat(third.verify(request, BODY).kind()).isEqualTo(Kind.REFUSED);
        assertThat(third.verify(to(request, NODE3), BODY).kind()).isEqualTo(Kind.REFUSED);
        assertThat(third.verify(firstContact, BODY).kind()).isEqualTo(Kind.REFUSED);
        assertThat(third.verify(to(firstContact, NODE3), BODY).kind()).isEqualTo(Kind.REFUSED);
    }

    @Test
    void a_request_played_back_to_its_sender_is_refused() {
        IncomingSessions itself = Wire.receiver(NODE1);
        RequestClaim request = sender.sign(Lane.BULK, BODY);
        RequestClaim turned = new RequestClaim(NODE2, NODE1, Lane.BULK, request.session(), request.counter(), request.mac());

        assertThat(itself.verify(request, BODY).kind()).isEqualTo(Kind.REFUSED);
        assertThat(itself.verify(turned, BODY).kind()).isEqualTo(Kind.REFUSED);
    }

    @Test
    void a_response_played_back_as_a_request_is_refused() {
        RequestClaim request = sender.sign(Lane.BULK, BODY);
        ResponseClaim response = receiver.sign(request, 200, null, BODY);
        RequestClaim turned = new RequestClaim(NODE2, NODE1, Lane.BULK, request.session(), request.counter(), response.mac());

        assertThat(Wire.receiver(NODE1).verify(turned, BODY).kind()).isEqualTo(Kind.REFUSED);
    }

    @Test
    @Tag("P80")
    void a_node_that_is_no_member_is_refused_whatever_it_knows() {
        OutgoingSession stranger = Wire.sender(NodeId.of("node4"), NODE2);

        assertThat(receiver.verify(stranger.sign(Lane.BULK, BODY), BODY).kind()).isEqualTo(Kind.REFUSED);
    }

    @Test
    void a_forged_first_contact_makes_no_session() {
        RequestClaim forged = claim(Wire.sender(NODE3, NODE2).sign(Lane.BULK, BODY), "", 1, "0".repeat(64));

        Verdict verdict = receiver.verify(forged, BODY);

        assertThat(verdict).isEqualTo(new Verdict(Kind.REFUSED, null));
    }

    @Test
    void a_node_has_no_sessions_with_itself() {
        assertThatIllegalArgumentException().isThrownBy(() -> Wire.sender(NODE1, NODE1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IncomingSessions(SECRET, CLUSTER, NODE1, Set.of(NODE1, NODE2)));
    }

    private static RequestClaim claim(RequestClaim request, String session, long counter, String mac) {
        return new RequestClaim(request.from(), request.to(), request.lane(), session, counter, mac);
    }

    private static RequestClaim inLane(RequestClaim request, Lane lane) {
        return new RequestClaim(request.from(), request.to(), lane, request.session(), request.counter(), request.mac());
    }

    private static RequestClaim from(RequestClaim request, NodeId from) {
        return new RequestClaim(from, request.to(), request.lane(), request.session(), request.counter(), request.mac());
    }

    private static RequestClaim to(RequestClaim request, NodeId to) {
        return new RequestClaim(request.from(), to, request.lane(), request.session(), request.counter(), request.mac());
    }

    private static String lastBitChanged(String hex) {
        int last = Character.digit(hex.charAt(hex.length() - 1), 16) ^ 1;
        return hex.substring(0, hex.length() - 1) + Character.forDigit(last, 16);
    }
}
