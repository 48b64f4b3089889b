package io.paxos.core.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.membership.StorageId;
import io.paxos.core.message.Accept;
import io.paxos.core.message.Accepted;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Header;
import io.paxos.core.message.Heartbeat;
import io.paxos.core.message.Prepare;
import io.paxos.core.message.Promise;
import io.paxos.core.replica.Input;
import io.paxos.core.trace.TraceEvent.Kind;
import io.paxos.core.trace.TraceEvent.Verdict;
import io.paxos.core.trace.TraceEvent.What;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the trace says of messages that change nothing, and what it never says. */
@Tag("TOY-5")
class StepTracerTests {

    private final TracedCluster three = new TracedCluster("Three nodes", "amy", "ben", "cal");

    @Test
    void an_answer_that_comes_twice_or_late_does_not_count() {
        amyLeadsWithBen();
        three.exchange(Accept.class, Accepted.class, "amy", "ben");
        assertThat(last()).extracting(TraceEvent::kind, TraceEvent::what, TraceEvent::chosenUpTo)
                .containsExactly(Kind.ACCEPTED, What.COUNTED, 2L);

        three.deliver(Accepted.class, "ben", "amy");
        assertThat(last().what()).isEqualTo(What.NOT_COUNTED);
        assertThat(last().line()).contains("| not counted |").doesNotContain("acceptors");

        three.deliver(Prepare.class, "amy", "cal");
        three.deliver(Promise.class, "cal", "amy");
        assertThat(last()).extracting(TraceEvent::kind, TraceEvent::what).containsExactly(Kind.PROMISE, What.NOT_COUNTED);
    }

    @Test
    void a_vote_that_was_cast_before_is_answered_again() {
        amyLeadsWithBen();
        three.deliver(Accept.class, "amy", "ben");
        three.deliver(Accept.class, "amy", "ben");

        assertThat(last().what()).isEqualTo(What.ANSWERED);
        assertThat(last().verdict()).isEqualTo(Verdict.ACC);
        assertThat(last().accepted()).hasToString("(slot 2, 0.1.amy)");
    }

    @Test
    void what_is_known_chosen_stands_in_the_place_of_forgotten_votes() {
        amyLeadsWithBen();
        three.exchange(Accept.class, Accepted.class, "amy", "ben");
        three.tick("amy", 1);
        three.deliver(Heartbeat.class, "amy", "ben");
        three.deliver(Prepare.class, "amy", "ben");

        assertThat(last().accepted()).hasToString("(slot 2, chosen)");
        assertThat(last().chosenUpTo()).isEqualTo(2);
    }

    @Test
    @Tag("P83")
    void a_stranger_gets_no_answer() {
        amyLeadsWithBen();
        Envelope known = three.take(Accept.class, "amy", "ben");
        Header header = known.header();
        Header stranger = new Header(header.cluster(), header.group(), 0, header.from(), new StorageId(6, 6), header.promised());
        three.input("ben", new Input.Received(new Envelope(stranger, known.to(), known.message())));

        assertThat(last()).extracting(TraceEvent::kind, TraceEvent::what, TraceEvent::verdict)
                .containsExactly(Kind.ACCEPT, What.NOT_ANSWERED, null);
        assertThat(last().line()).contains("amy -> ben promised 0.1.amy | not answered |");
    }

    @Test
    void a_heartbeat_that_is_refused_shows_as_a_nack() {
        amyLeadsWithBen();
        three.campaign("cal", "ben");
        three.deliver(Prepare.class, "cal", "ben");
        three.tick("amy", 1);
        three.deliver(Heartbeat.class, "amy", "ben");

        assertThat(last().line()).isEqualTo("nack 0.1.amy ben -> amy [REJ] promised 0.2.cal | sent | chosen up to 0");
    }

    @Test
    void a_node_alone_traces_its_own_vote() {
        TracedCluster one = new TracedCluster("One node", "amy");

        assertThat(one.events()).extracting(TraceEvent::kind)
                .containsExactly(Kind.PREPARE, Kind.PROMISE, Kind.ACCEPT, Kind.ACCEPTED);
        assertThat(one.events().get(2).line()).isEqualTo(
                "accept 0.1.amy slots 1..1 (1 entry, 1 byte) amy -> amy [ACC] promised 0.1.amy, accepted () | chosen up to 0");
    }

    /** No text of a peer can stand in it, as no part of it is a text, nor holds a value. */
    @Test
    @Tag("P83")
    void an_event_holds_names_numbers_and_constants_only() {
        Set<Class<?>> plain = Set.of(long.class, int.class, Long.class, List.class, NodeId.class, Ballot.class);
        List<Class<?>> records = new ArrayList<>(List.of(TraceEvent.class));
        for (int i = 0; i < records.size(); i++) {
            for (RecordComponent part : records.get(i).getRecordComponents()) {
                Class<?> type = part.getType();
                if (type.isRecord() && !plain.contains(type)) {
                    records.add(type);
                } else {
                    assertThat(type.isEnum() || plain.contains(type)).as("%s of %s", part, records.get(i)).isTrue();
                }
            }
        }
        assertThat(records).hasSizeGreaterThan(3);
    }

    @Test
    void a_listener_that_fails_does_not_disturb_the_protocol() {
        three.failOnEvents();
        amyLeadsWithBen();
        three.exchange(Accept.class, Accepted.class, "amy", "ben");

        assertThat(three.events()).isEmpty();
        assertThat(three.chosen("amy")).containsExactly("-", "secret");
    }

    private void amyLeadsWithBen() {
        three.campaign("amy", "ben");
        three.winAndPropose("amy", "secret", "ben");
    }

    private TraceEvent last() {
        List<TraceEvent> events = three.events();
        return events.get(events.size() - 1);
    }
}
