package io.paxos.sample.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The checkers of this package find what they are there to find: a broken implementation fails. */
@Tag("USI-7")
class CheckerTests {

    private final Contradictions contradictions = new Contradictions();
    private final LogHistory log = new LogHistory(contradictions);
    private final RegisterHistory registers = new RegisterHistory(contradictions);
    private final DecisionHistory decisions = new DecisionHistory(contradictions);

    @BeforeEach
    void three_values_were_acknowledged_one_is_unknown_and_one_refused() {
        for (int i = 0; i < 3; i++) {
            log.sending("v" + i);
            log.acknowledged("v" + i, i);
        }
        log.sending("unknown");
        log.sending("refused");
        log.refused("refused");
    }

    private void mustBeFound(String words) {
        assertThat(contradictions.found()).isNotEmpty().anySatisfy(found -> assertThat(found).contains(words));
    }

    @Test
    void a_good_history_is_accepted() {
        log.wholeLog("node1", List.of("v0", "v1", "v2"));
        log.wholeLog("node1", List.of("v0", "v1", "v2", "unknown"));
        log.sameLog("node1", List.of("v0", "v1"), "node2", List.of("v0", "v1"));
        log.read("v2", "v2");
        assertThat(log.last()).isEqualTo("v2");
        registers.sending("k");
        registers.acknowledged("k", 1, "1", 1);
        registers.read("node1", "k", 1, "1", 1);
        registers.sending("k");
        registers.read("node1", "k", 1, "2", 2);
        decisions.answered("d", "a", "b", 7, false);
        decisions.answered("d", "b", "b", 7, true);
        decisions.seen("node1", "d", "b", 7);
        decisions.allAnswered();
        assertThat(contradictions.found()).isEmpty();
    }

    @Test
    void a_lost_value_is_found() {
        log.wholeLog("node1", List.of("v0", "v1"));
        mustBeFound("v2 was acknowledged at 2 and is missing");
    }

    @Test
    void a_doubled_value_is_found() {
        log.wholeLog("node1", List.of("v0", "v1", "v2", "unknown", "unknown"));
        mustBeFound("unknown stands at 3 and at 4");
    }

    @Test
    void a_reordered_value_is_found() {
        log.wholeLog("node1", List.of("v0", "v2", "v1"));
        mustBeFound("v1 was acknowledged at 1 and stands at 2");
    }

    @Test
    void a_value_that_was_said_not_to_be_executed_or_never_sent_is_found() {
        log.wholeLog("node1", List.of("v0", "v1", "v2", "refused"));
        mustBeFound("was said not to be executed");
        log.wholeLog("node1", List.of("v0", "v1", "v2", "other"));
        mustBeFound("other stands at 3 and was never sent");
    }

    @Test
    void two_nodes_that_differ_are_found() {
        log.sameLog("node1", List.of("v0", "v1"), "node2", List.of("v0", "unknown"));
        mustBeFound("at 1 node1 has v1 and node2 has unknown");
        log.sameLog("node1", List.of("v0", "v1"), "node3", List.of("v0"));
        mustBeFound("node1 has 2 values and node3 has 1");
    }

    @Test
    void a_stale_or_wrong_read_of_the_log_is_found() {
        log.read("v2", null);
        mustBeFound("a later read saw the end of the log");
        log.read("v2", "v1");
        mustBeFound("a later read saw v1");
    }

    @Test
    void a_stale_read_of_a_register_is_found() {
        registers.sending("k");
        registers.acknowledged("k", 1, "1", 1);
        long floor = registers.floor("k");
        registers.read("node1", "k", floor, "0", 0);
        mustBeFound("saw 0 when 1 was known before it began");
    }

    @Test
    void a_read_that_goes_back_behind_an_earlier_one_is_found() {
        registers.sending("k");
        registers.read("node1", "k", registers.floor("k"), "1", 1);
        registers.read("node2", "k", registers.floor("k"), "0", 0);
        mustBeFound("node2: a read of k saw 0 when 1 was known");
    }

    @Test
    void a_write_that_was_executed_twice_or_answered_for_another_is_found() {
        registers.sending("k");
        registers.acknowledged("k", 1, "1", 2);
        mustBeFound("was told 1 in version 2");
        registers.read("node1", "k", 1, "1", 2);
        mustBeFound("k has 1 in version 2");
        registers.read("node1", "k", 1, "9", 9);
        mustBeFound("saw 9, which was never sent");
    }

    @Test
    void decisions_that_change_vanish_or_have_two_winners_or_none_are_found() {
        decisions.answered("d", "a", "a", 7, true);
        decisions.answered("d", "b", "b", 8, true);
        mustBeFound("and is Known[value=b, slot=8]");
        mustBeFound("won by the proposers of a and of b");
        decisions.seen("node3", "d", null, 0);
        mustBeFound("and is not decided");
        decisions.answered("e", "a", "b", 9, true);
        mustBeFound("the proposer of a won with b");
        decisions.answered("f", "a", "a", 9, false);
        mustBeFound("the proposer of a did not win with it");
        decisions.answered("g", "a", "b", 9, false);
        decisions.allAnswered();
        mustBeFound("g: nobody won");
    }

    /** Nodes that append for themselves and call that agreement. */
    @Test
    void a_fake_paxos_fails() {
        LogHistory clients = new LogHistory(contradictions);
        List<List<String>> nodes = List.of(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < 10; i++) {
            List<String> node = nodes.get(i % 2);
            clients.sending("c" + i);
            node.add("c" + i);
            clients.acknowledged("c" + i, node.size() - 1);
        }
        clients.wholeLog("node1", nodes.get(0));
        mustBeFound("is missing");
        clients.sameLog("node1", nodes.get(0), "node2", nodes.get(1));
        mustBeFound("at 0 node1 has c0 and node2 has c1");
    }

    @Test
    void many_contradictions_are_counted() {
        Collections.nCopies(30, "same").forEach(contradictions::add);
        mustBeFound("30 in all");
    }
}
