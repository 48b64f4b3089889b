package io.paxos.spring.security;

import static io.paxos.spring.security.Wire.ANSWER;
import static io.paxos.spring.security.Wire.BODY;
import static io.paxos.spring.security.Wire.NODE1;
import static io.paxos.spring.security.Wire.NODE2;
import static io.paxos.spring.security.Wire.NODE3;
import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.message.Lane;
import io.paxos.spring.security.Verdict.Kind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How sessions begin and end, and what a recording of former exchanges can do: nothing. */
@Tag("P79")
class SessionTests {

    private final IncomingSessions receiver = Wire.receiver(NODE2);

    @Test
    void the_first_exchange_brings_the_session_and_the_next_is_accepted() {
        OutgoingSession sender = Wire.sender(NODE1, NODE2);

        assertThat(sender.sign(Lane.BULK, BODY).session()).isEmpty();
        assertThat(Wire.exchange(sender, receiver, Lane.BULK, BODY)).isEqualTo(Kind.NEW_SESSION);
        assertThat(Wire.exchange(sender, receiver, Lane.BULK, BODY)).isEqualTo(Kind.ACCEPTED);
        assertThat(Wire.exchange(sender, receiver, Lane.CONTROL, BODY)).isEqualTo(Kind.ACCEPTED);
        assertThat(sender.sign(Lane.BULK, BODY).session()).matches("[0-9a-f]{64}");
    }

    @Test
    void members_have_sessions_of_their_own() {
        OutgoingSession first = Wire.connected(NODE1, NODE2, receiver);
        OutgoingSession second = Wire.connected(NODE3, NODE2, receiver);

        assertThat(first.sign(Lane.BULK, BODY).session()).isNotEqualTo(second.sign(Lane.BULK, BODY).session());
        assertThat(Wire.exchange(first, receiver, Lane.BULK, BODY)).isEqualTo(Kind.ACCEPTED);
        assertThat(Wire.exchange(second, receiver, Lane.BULK, BODY)).isEqualTo(Kind.ACCEPTED);
    }

    @Test
    void a_sender_that_restarts_while_the_receiver_stays_loses_one_exchange() {
        Wire.connected(NODE1, NODE2, receiver);

        for (int restart = 0; restart < 3; restart++) {
            OutgoingSession restarted = Wire.sender(NODE1, NODE2);
            assertThat(Wire.exchange(restarted, receiver, Lane.BULK, BODY)).isEqualTo(Kind.NEW_SESSION);
            assertThat(Wire.exchange(restarted, receiver, Lane.BULK, BODY)).isEqualTo(Kind.ACCEPTED);
        }
    }

    @Test
    void a_receiver_that_restarts_while_the_sender_stays_loses_one_exchange() {
        OutgoingSession sender = Wire.connected(NODE1, NODE2, receiver);

        for (int restart = 0; restart < 3; restart++) {
            IncomingSessions restarted = Wire.receiver(NODE2);
            assertThat(Wire.exchange(sender, restarted, Lane.BULK, BODY)).isEqualTo(Kind.NEW_SESSION);
            assertThat(Wire.exchange(sender, restarted, Lane.BULK, BODY)).isEqualTo(Kind.ACCEPTED);
        }
    }

    @Test
    void a_first_contact_whose_answer_is_lost_is_made_good_by_the_next() {
        OutgoingSession sender = Wire.sender(NODE1, NODE2);
        receiver.verify(sender.sign(Lane.BULK, BODY), BODY);

        assertThat(Wire.exchange(sender, receiver, Lane.BULK, BODY)).isEqualTo(Kind.NEW_SESSION);
        assertThat(Wire.exchange(sender, receiver, Lane.BULK, BODY)).isEqualTo(Kind.ACCEPTED);
    }

    @Test
    void a_message_played_back_is_found_out() {
        OutgoingSession sender = Wire.connected(NODE1, NODE2, receiver);
        RequestClaim request = sender.sign(Lane.BULK, BODY);

        assertThat(receiver.verify(request, BODY).kind()).isEqualTo(Kind.ACCEPTED);
        assertThat(receiver.verify(request, BODY).kind()).isEqualTo(Kind.REPLAYED);
        assertThat(receiver.verify(request, BODY).kind()).isEqualTo(Kind.REPLAYED);
    }

    @Test
    void an_old_first_contact_played_back_while_a_session_is_current_changes_nothing() {
        OutgoingSession before = Wire.sender(NODE1, NODE2);
        RequestClaim old = before.sign(Lane.BULK, BODY);
        OutgoingSession sender = Wire.connected(NODE1, NODE2, receiver);

        for (int i = 0; i < 5; i++) {
            assertThat(receiver.verify(old, BODY).kind()).isEqualTo(Kind.NEW_SESSION);
            assertThat(Wire.exchange(sender, receiver, Lane.BULK, BODY)).isEqualTo(Kind.ACCEPTED);
        }
    }

    @Test
    void an_old_first_contact_played_back_while_a_session_is_pending_does_not_push_it_out() {
        RequestClaim old = Wire.sender(NODE1, NODE2).sign(Lane.BULK, BODY);
        OutgoingSession sender = Wire.sender(NODE1, NODE2);
        RequestClaim contact = sender.sign(Lane.BULK, BODY);
        Verdict given = receiver.verify(contact, BODY);
        assertThat(sender.verify(contact, Wire.answer(receiver, contact, given), ANSWER)).isTrue();

        assertThat(receiver.verify(old, BODY)).isEqualTo(given);
        assertThat(receiver.verify(old, BODY)).isEqualTo(given);

        assertThat(Wire.exchange(sender, receiver, Lane.BULK, BODY)).isEqualTo(Kind.ACCEPTED);
    }

    @Test
    void messages_of_an_ended_session_played_back_are_not_accepted_and_change_nothing() {
        OutgoingSession before = Wire.connected(NODE1, NODE2, receiver);
        List<RequestClaim> old = List.of(before.sign(Lane.BULK, BODY), before.sign(Lane.CONTROL, BODY));
        OutgoingSession sender = Wire.connected(NODE1, NODE2, receiver);

        for (RequestClaim request : old) {
            assertThat(receiver.verify(request, BODY).kind()).isEqualTo(Kind.NEW_SESSION);
            assertThat(Wire.exchange(sender, receiver, request.lane(), BODY)).isEqualTo(Kind.ACCEPTED);
        }
    }

    @Test
    void messages_from_before_the_receivers_restart_are_not_accepted() {
        OutgoingSession sender = Wire.connected(NODE1, NODE2, receiver);
        RequestClaim old = sender.sign(Lane.BULK, BODY);
        IncomingSessions restarted = Wire.receiver(NODE2);

        assertThat(restarted.verify(old, BODY).kind()).isEqualTo(Kind.NEW_SESSION);
        assertThat(Wire.exchange(sender, restarted, Lane.BULK, BODY)).isEqualTo(Kind.NEW_SESSION);
        assertThat(restarted.verify(old, BODY).kind()).isEqualTo(Kind.NEW_SESSION);
        assertThat(Wire.exchange(sender, restarted, Lane.BULK, BODY)).isEqualTo(Kind.ACCEPTED);
        assertThat(restarted.verify(old, BODY).kind()).isEqualTo(Kind.NEW_SESSION);
    }

    @Test
    void the_session_before_lasts_until_the_first_message_under_the_new_one() {
        OutgoingSession before = Wire.connected(NODE1, NODE2, receiver);
        OutgoingSession restarted = Wire.sender(NODE1, NODE2);

        assertThat(Wire.exchange(restarted, receiver, Lane.BULK, BODY)).isEqualTo(Kind.NEW_SESSION);
        assertThat(Wire.exchange(before, receiver, Lane.BULK, BODY)).isEqualTo(Kind.ACCEPTED);
        RequestClaim forged = withMac(restarted.sign(Lane.BULK, BODY), "0".repeat(64));
        assertThat(receiver.verify(forged, BODY).kind()).isEqualTo(Kind.REFUSED);
        assertThat(Wire.exchange(before, receiver, Lane.BULK, BODY)).isEqualTo(Kind.ACCEPTED);

        assertThat(Wire.exchange(restarted, receiver, Lane.BULK, BODY)).isEqualTo(Kind.ACCEPTED);
        assertThat(receiver.verify(before.sign(Lane.BULK, BODY), BODY).kind()).isEqualTo(Kind.NEW_SESSION);
        assertThat(Wire.exchange(restarted, receiver, Lane.BULK, BODY)).isEqualTo(Kind.ACCEPTED);
    }

    /** All six are under way before one is answered, and some are answered only when the session is in use. */
    @Test
    void first_contacts_under_way_at_once_settle_on_one_session() {
        OutgoingSession sender = Wire.sender(NODE1, NODE2);
        List<RequestClaim> contacts = Stream.generate(() -> sender.sign(Lane.BULK, BODY)).limit(6).toList();
        List<Verdict> verdicts = contacts.stream().map(contact -> receiver.verify(contact, BODY)).toList();
        assertThat(verdicts).extracting(Verdict::kind).containsOnly(Kind.NEW_SESSION);
        assertThat(verdicts).extracting(Verdict::newSession).containsOnly(verdicts.get(0).newSession());

        for (int i = 0; i < 6; i++) {
            ResponseClaim answer = Wire.answer(receiver, contacts.get(i), verdicts.get(i));
            assertThat(sender.verify(contacts.get(i), answer, ANSWER)).isTrue();
            assertThat(Wire.exchange(sender, receiver, Lane.BULK, BODY)).isEqualTo(Kind.ACCEPTED);
        }
    }

    @Test
    void a_first_contact_that_comes_in_when_the_session_is_in_use_does_not_undo_it() {
        OutgoingSession sender = Wire.sender(NODE1, NODE2);
        RequestClaim late = sender.sign(Lane.BULK, BODY);
        Wire.exchange(sender, receiver, Lane.BULK, BODY);
        assertThat(Wire.exchange(sender, receiver, Lane.BULK, BODY)).isEqualTo(Kind.ACCEPTED);
        String session = sender.sign(Lane.BULK, BODY).session();

        assertThat(sender.verify(late, Wire.answer(receiver, late, receiver.verify(late, BODY)), ANSWER)).isTrue();

        assertThat(sender.sign(Lane.BULK, BODY).session()).isEqualTo(session);
        assertThat(Wire.exchange(sender, receiver, Lane.BULK, BODY)).isEqualTo(Kind.ACCEPTED);
    }

    /** Both processes get one pending id; what the first left on its way must not use up the counters of the second. */
    @Test
    void a_late_message_of_the_process_before_does_not_starve_the_next() {
        OutgoingSession before = Wire.sender(NODE1, NODE2);
        Wire.exchange(before, receiver, Lane.BULK, BODY);
        RequestClaim late = Stream.generate(() -> before.sign(Lane.BULK, BODY)).limit(5_000).reduce((a, b) -> b).orElseThrow();
        OutgoingSession sender = Wire.sender(NODE1, NODE2);
        assertThat(Wire.exchange(sender, receiver, Lane.BULK, BODY)).isEqualTo(Kind.NEW_SESSION);

        assertThat(receiver.verify(late, BODY).kind()).isEqualTo(Kind.ACCEPTED);

        assertThat(Wire.exchange(sender, receiver, Lane.BULK, BODY)).isEqualTo(Kind.NEW_SESSION);
        assertThat(Wire.exchange(sender, receiver, Lane.BULK, BODY)).isEqualTo(Kind.ACCEPTED);
        assertThat(Wire.exchange(sender, receiver, Lane.BULK, BODY)).isEqualTo(Kind.ACCEPTED);
    }

    /** Two first contacts of the same bytes have the same MAC, so the recorded answer to the one is authentic for the other. */
    @Test
    void a_recorded_401_played_back_to_a_restarted_sender_costs_one_exchange() {
        OutgoingSession before = Wire.sender(NODE1, NODE2);
        RequestClaim contact = before.sign(Lane.BULK, BODY);
        ResponseClaim recorded = Wire.answer(receiver, contact, receiver.verify(contact, BODY));
        before.verify(contact, recorded, ANSWER);
        for (int i = 0; i < 2_000; i++) {
            assertThat(Wire.exchange(before, receiver, Lane.BULK, BODY)).isEqualTo(Kind.ACCEPTED);
        }
        OutgoingSession restarted = Wire.sender(NODE1, NODE2);

        assertThat(restarted.verify(restarted.sign(Lane.BULK, BODY), recorded, ANSWER)).isTrue();

        assertThat(Wire.exchange(restarted, receiver, Lane.BULK, BODY)).isEqualTo(Kind.NEW_SESSION);
        assertThat(Wire.exchange(restarted, receiver, Lane.BULK, BODY)).isEqualTo(Kind.ACCEPTED);
    }

    private static RequestClaim withMac(RequestClaim request, String mac) {
        return new RequestClaim(request.from(), request.to(), request.lane(), request.session(), request.counter(), mac);
    }
}
