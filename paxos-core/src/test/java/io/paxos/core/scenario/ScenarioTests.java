package io.paxos.core.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.membership.QuorumSizes;
import io.paxos.core.scenario.Incident.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ScenarioTests {

    private static final NodeId AMY = NodeId.of("amy");
    private static final NodeId CAL = NodeId.of("cal");
    private static final NodeId DAN = NodeId.of("dan");
    private static final NodeId EVA = NodeId.of("eva");

    private final Scenario five = Scenario.of("amy", "ben", "cal", "dan", "eva");

    @Test
    @Tag("TOY-1")
    @Tag("TOY-6")
    void the_choice_is_known_on_the_third_vote_and_not_before() {
        five.propose("amy", "Openhimer");
        promised("amy", "amy", "ben", "cal");

        List<String> choices = new ArrayList<>();
        for (String acceptor : List.of("amy", "ben", "cal")) {
            choices.add(count(five.accept("amy", acceptor)).choice());
        }

        assertThat(choices).containsExactly(null, null, "Openhimer");
        assertThat(five.choice("amy")).isEqualTo("Openhimer");
        assertThat(five.choice("ben")).isNull();
    }

    @Test
    @Tag("TOY-4")
    @Tag("TOY-5")
    void an_event_holds_all_that_explains_a_promise() {
        five.propose("amy", "Openhimer", 5);
        promised("amy", "amy", "ben", "cal");
        five.accept("amy", "cal");
        five.propose("eva", "Barbie", 6);

        ScenarioEvent event = five.prepare("eva", "cal");

        AcceptedValue vote = new AcceptedValue("Openhimer", ballot(5, AMY));
        assertThat(event).isEqualTo(new Exchange(Phase.PREPARE, EVA, CAL, ballot(6, EVA), "Barbie", null, ballot(5, AMY), vote,
                false, Verdict.ACC, ballot(6, EVA), Why.PROMISED, Exchange.Fate.ARRIVED,
                new Count(Phase.PREPARE, List.of(CAL), 3, vote, null, Why.PROMISE_COUNTED)));
        assertThat(count(five.prepare("eva", "dan")).members()).containsExactly(CAL, DAN);
        assertThat(count(five.prepare("eva", "eva")).why()).isEqualTo(Why.BOUND_BY_VOTE);
    }

    @Test
    @Tag("TOY-4")
    @Tag("TOY-5")
    void an_event_holds_all_that_explains_a_refused_vote() {
        five.propose("amy", "Openhimer", 5);
        promised("amy", "amy", "ben", "cal");
        five.accept("amy", "ben");
        five.propose("eva", "Barbie", 6);
        promised("eva", "cal", "dan", "eva");
        five.accept("eva", "cal");
        five.accept("amy", "amy");

        ScenarioEvent event = five.accept("amy", "cal");

        assertThat(event).isEqualTo(new Exchange(Phase.ACCEPT, AMY, CAL, ballot(5, AMY), "Openhimer", "Openhimer",
                ballot(6, EVA), new AcceptedValue("Barbie", ballot(6, EVA)), false, Verdict.REJ, ballot(6, EVA),
                Why.ACCEPT_TOO_LOW,
                Exchange.Fate.ARRIVED,
                new Count(Phase.ACCEPT, List.of(AMY, NodeId.of("ben")), 3, null, null, Why.NACKED)));
        assertThat(event.line()).contains("amy -> cal [REJ]", "promised 6.eva, accepted (Barbie, 6.eva)", "B3 (2.2, P1a)",
                "acceptors amy ben, 2 of 3", "choice none");
    }

    @Test
    @Tag("TOY-7")
    void a_step_that_is_refused_changes_nothing() {
        assertThat(five.prepare("amy", "ben")).isInstanceOfSatisfying(Incident.class, refused -> {
            assertThat(refused.kind()).isEqualTo(Kind.REFUSED);
            assertThat(refused.why()).isEqualTo(Why.NOTHING_PROPOSED);
        });
        five.propose("amy", "Openhimer", 3);
        promised("amy", "amy", "ben");
        assertThat(five.accept("amy", "ben").line()).startsWith("[REFUSED] No promise quorum: amy has 2 of 3");
        assertThat(five.propose("amy", "Barbie", 3).why()).isEqualTo(Why.BALLOT_USED_UP);

        promised("amy", "cal");
        assertThat(count(five.accept("amy", "ben")).members()).containsExactly(NodeId.of("ben"));
        assertThat(((Exchange) five.trace().get(five.trace().size() - 1)).acceptedBefore()).isNull();
    }

    @Test
    @Tag("TOY-7")
    @Tag("P07")
    void a_request_that_comes_again_is_answered_again_and_counts_once() {
        five.propose("amy", "Openhimer");
        five.prepare("amy", "ben");
        assertThat(five.prepare("amy", "ben").why()).isEqualTo(Why.PROMISED_AGAIN);
        promised("amy", "cal", "dan");
        five.accept("amy", "ben");
        five.accept("amy", "cal");

        Exchange again = (Exchange) five.accept("amy", "cal");

        assertThat(again.why()).isEqualTo(Why.VOTED_AGAIN);
        assertThat(count(again).members()).hasSize(2);
        assertThat(count(again).choice()).isNull();
    }

    @Test
    @Tag("CONS-2")
    void a_refused_proposer_goes_above_the_ballot_that_it_has_heard_of() {
        five.propose("eva", "Barbie", 40);
        promised("eva", "cal");
        five.propose("amy", "Openhimer");
        five.prepare("amy", "cal");

        assertThat(five.propose("amy", "Openhimer").line()).contains("in ballot 41.amy");
    }

    @Test
    void a_ballot_out_of_all_proportion_is_refused() {
        assertThat(five.propose("amy", "Openhimer", Ballot.MAX_ROUND_JUMP + 1).why()).isEqualTo(Why.ROUND_TOO_FAR);
    }

    @Test
    void a_node_that_is_down_neither_acts_nor_answers() {
        five.propose("amy", "Openhimer");
        five.crash("ben");

        assertThat(five.prepare("amy", "ben")).isInstanceOfSatisfying(Incident.class,
                lost -> assertThat(lost.kind()).isEqualTo(Kind.LOST));
        assertThat(five.propose("ben", "Barbie").why()).isEqualTo(Why.IS_DOWN);
        assertThat(five.prepare("ben", "amy").why()).isEqualTo(Why.IS_DOWN);
        assertThat(five.accept("ben", "amy").why()).isEqualTo(Why.IS_DOWN);
        assertThat(five.crash("ben").why()).isEqualTo(Why.IS_DOWN);
        assertThat(five.restart("amy").why()).isEqualTo(Why.IS_UP);
    }

    @Test
    void an_answer_to_a_proposer_that_is_down_is_lost() {
        five.propose("amy", "Openhimer");
        five.prepare("amy", "ben", Hold.REQUEST);
        five.crash("amy");

        Exchange exchange = (Exchange) five.deliver("amy", "ben");

        assertThat(exchange.verdict()).isEqualTo(Verdict.ACC);
        assertThat(exchange.fate()).isEqualTo(Exchange.Fate.LOST);
        assertThat(exchange.line()).endsWith("the answer is lost: amy is down");
    }

    @Test
    @Tag("P06")
    void an_answer_that_comes_after_a_restart_counts_for_nothing() {
        five.propose("amy", "Openhimer");
        five.prepare("amy", "ben", Hold.ANSWER);
        five.crash("amy");
        five.restart("amy");

        AnswerArrived late = (AnswerArrived) five.deliver("ben", "amy");

        assertThat(late.why()).isEqualTo(Why.LATE_ANSWER);
        assertThat(late.count().members()).isEmpty();
    }

    @Test
    @Tag("TOY-10")
    void quorums_that_may_miss_each_other_are_refused() {
        List<String> names = List.of("amy", "ben", "cal", "dan", "eva");
        assertThatThrownBy(() -> Scenario.of(new QuorumSizes(1, 1), names)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("may miss each other");
        assertThat(Scenario.of(new QuorumSizes(4, 2), names).nodes()).hasSize(5);
        assertThatThrownBy(() -> five.crash("bob")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("bob");
    }

    @Test
    void random_scripts_never_choose_two_values() {
        List<String> names = List.of("amy", "ben", "cal");
        int scriptsWithChoice = 0;
        int votesOverVotes = 0;
        for (long seed = 1; seed <= 2_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Scenario scenario = Scenario.of(names.toArray(String[]::new));
            for (int step = 0; step < 150; step++) {
                play(scenario, random, names.get(random.nextInt(3)), names.get(random.nextInt(3)));
            }
            TreeSet<String> chosen = new TreeSet<>();
            for (ScenarioEvent event : scenario.trace()) {
                Count count = event instanceof Exchange exchange ? exchange.count()
                        : event instanceof AnswerArrived answer ? answer.count() : null;
                if (count != null && count.choice() != null) {
                    chosen.add(count.choice());
                }
                votesOverVotes += event instanceof Exchange exchange && exchange.value() != null
                        && !exchange.value().equals(exchange.ownValue()) ? 1 : 0;
            }
            assertThat(chosen).as("values chosen with seed " + seed).hasSizeLessThanOrEqualTo(1);
            scriptsWithChoice += chosen.size();
        }
        assertThat(scriptsWithChoice).isGreaterThan(1_000);
        assertThat(votesOverVotes).isGreaterThan(1_000);
    }

    private static void play(Scenario scenario, SplittableRandom random, String from, String to) {
        Hold hold = Hold.values()[Math.max(0, random.nextInt(6) - 3)];
        switch (random.nextInt(100)) {
            case 0, 1, 2, 3 -> scenario.propose(from, from + random.nextInt(1_000));
            case 4, 5 -> scenario.crash(from);
            case 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 -> scenario.restart(from);
            case 16, 17, 18, 19, 20, 21, 22, 23, 24, 25 -> scenario.deliver(from, to);
            case 26, 27 -> scenario.drop(from, to);
            default -> {
                if (random.nextBoolean()) {
                    scenario.prepare(from, to, hold);
                } else {
                    scenario.accept(from, to, hold);
                }
            }
        }
    }

    private void promised(String from, String... acceptors) {
        for (String acceptor : acceptors) {
            assertThat(((Exchange) five.prepare(from, acceptor)).verdict()).isEqualTo(Verdict.ACC);
        }
    }

    private static Count count(ScenarioEvent event) {
        return Objects.requireNonNull(((Exchange) event).count());
    }

    private static Ballot ballot(long round, NodeId node) {
        return new Ballot(0, round, node);
    }
}
