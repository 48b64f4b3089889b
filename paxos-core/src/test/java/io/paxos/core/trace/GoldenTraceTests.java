package io.paxos.core.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.TextFiles;
import io.paxos.core.message.Accept;
import io.paxos.core.message.Accepted;
import io.paxos.core.message.Nack;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The scenarios of manuskc/toy-paxos on whole replicas, and their traces, in {@code src/test/resources/traces}. Unlike there, a
 * new leader proposes its start barrier first, so that its own value comes one slot later, and votes itself when it asks the
 * others. {@code -Dpaxos.scenario.update=true} writes what they say now into the files instead, to be read before it is
 * committed.
 */
@Tag("TOY-5")
@Tag("USI-10")
class GoldenTraceTests {

    @Test
    @Tag("TOY-2")
    void toy_new_proposer_after_a_choice() {
        TracedCluster five = five("A value is chosen; a proposer that comes later must propose it again (TOY-2).");
        five.campaign("amy", "ben", "cal");
        five.winAndPropose("amy", "Openhimer", "ben", "cal");
        five.exchange(Accept.class, Accepted.class, "amy", "ben");
        five.exchange(Accept.class, Accepted.class, "amy", "cal");
        assertThat(five.chosen("amy")).containsExactly("-", "Openhimer");

        five.campaign("eva", "cal", "dan");
        five.winAndPropose("eva", "Barbie", "cal", "dan");
        five.exchange(Accept.class, Accepted.class, "eva", "cal");
        five.exchange(Accept.class, Accepted.class, "eva", "dan");
        assertThat(five.chosen("eva")).containsExactly("-", "Openhimer", "-", "Barbie");

        tells("toy-new-proposer-after-a-choice", five);
    }

    @Test
    @Tag("TOY-3")
    void toy_partial_accept_seen() {
        TracedCluster five = five("Amy has only Cal's vote and her own, and pauses; Eva hears it, and both end with it (TOY-3).");
        five.campaign("amy", "ben", "cal");
        five.winAndPropose("amy", "Openhimer", "ben", "cal");
        five.exchange(Accept.class, Accepted.class, "amy", "cal");
        assertThat(five.chosen("amy")).isEmpty();

        five.campaign("eva", "cal", "dan");
        five.winAndPropose("eva", "Barbie", "cal", "dan");
        five.exchange(Accept.class, Accepted.class, "eva", "cal");
        five.exchange(Accept.class, Accepted.class, "eva", "dan");
        assertThat(five.chosen("eva")).containsExactly("-", "Openhimer", "-", "Barbie");

        five.exchange(Accept.class, Accepted.class, "amy", "ben");
        assertThat(five.chosen("amy")).containsExactly("-", "Openhimer");

        tells("toy-partial-accept-seen", five);
    }

    @Test
    @Tag("TOY-4")
    void toy_partial_accept_not_seen() {
        TracedCluster five = five("Amy has only Ben's vote and her own, and pauses; Eva hears nothing of it, and wins (TOY-4).");
        five.campaign("amy", "ben", "cal");
        five.winAndPropose("amy", "Openhimer", "ben", "cal");
        five.exchange(Accept.class, Accepted.class, "amy", "ben");

        five.campaign("eva", "cal", "dan");
        five.winAndPropose("eva", "Barbie", "cal", "dan");
        five.exchange(Accept.class, Accepted.class, "eva", "cal");
        five.exchange(Accept.class, Accepted.class, "eva", "dan");
        assertThat(five.chosen("eva")).containsExactly("-", "Barbie");

        five.exchange(Accept.class, Nack.class, "amy", "cal");
        assertThat(five.chosen("amy")).isEmpty();
        assertThat(five.roleOf("amy")).isEqualTo("follower");

        five.campaign("amy", "ben", "cal");
        five.winAndPropose("amy", "Openhimer", "ben", "cal");
        five.exchange(Accept.class, Accepted.class, "amy", "ben");
        five.exchange(Accept.class, Accepted.class, "amy", "cal");
        assertThat(five.chosen("amy")).containsExactly("-", "Barbie", "-", "Openhimer");

        tells("toy-partial-accept-not-seen", five);
    }

    private static TracedCluster five(String title) {
        return new TracedCluster(title, "amy", "ben", "cal", "dan", "eva");
    }

    private static void tells(String name, TracedCluster cluster) {
        String file = name + ".txt";
        assertThat(cluster.story()).doesNotContain("Openhimer", "Barbie");
        if (TextFiles.UPDATE) {
            TextFiles.write("traces", file, cluster.story());
        } else {
            assertThat(cluster.story()).as(file + ", to be updated by -Dpaxos.scenario.update=true")
                    .isEqualTo(TextFiles.read("traces", file));
        }
    }
}
