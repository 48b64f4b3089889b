package io.paxos.core.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.TextFiles;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The stories in {@code src/test/resources/scenarios}: each is played, and says word for word what it says in the file.
 * {@code -Dpaxos.scenario.update=true} writes what they say now into the files instead, to be read before it is committed.
 */
class StoryTests {

    @Test
    @Tag("TOY-1")
    @Tag("TOY-5")
    @Tag("TOY-6")
    void toy_single_round() {
        plays("toy-single-round");
    }

    @Test
    @Tag("TOY-2")
    @Tag("TOY-5")
    void toy_new_proposer_after_a_choice() {
        plays("toy-new-proposer-after-a-choice");
    }

    @Test
    @Tag("TOY-3")
    @Tag("TOY-5")
    void toy_partial_accept_seen() {
        plays("toy-partial-accept-seen");
    }

    @Test
    @Tag("TOY-4")
    @Tag("TOY-5")
    void toy_partial_accept_not_seen() {
        plays("toy-partial-accept-not-seen");
    }

    @Test
    @Tag("TOY-7")
    void toy_guards() {
        plays("toy-guards");
    }

    @Test
    @Tag("TOY-10")
    void quorums_that_miss_each_other() {
        plays("quorums-that-miss-each-other");
    }

    @Test
    @Tag("GO-T2")
    void duelling_proposers() {
        plays("duelling-proposers");
    }

    @Test
    void crash_between_promise_and_accept() {
        plays("crash-between-promise-and-accept");
    }

    @Test
    @Tag("P01")
    void restart_keeps_the_promise() {
        plays("restart-keeps-the-promise");
    }

    @Test
    @Tag("P06")
    @Tag("P07")
    void late_messages() {
        plays("late-messages");
    }

    private static void plays(String story) {
        String file = story + ".txt";
        String expected = TextFiles.read("scenarios", file);
        String actual = ScenarioScript.parse(expected).run().story();
        if (TextFiles.UPDATE) {
            TextFiles.write("scenarios", file, actual);
        } else {
            List<String> told = actual.lines().toList();
            List<String> wanted = expected.lines().toList();
            for (int i = 0; i < Math.min(told.size(), wanted.size()); i++) {
                assertThat(told.get(i)).as("%s:%d, to be updated by -Dpaxos.scenario.update=true", file, i + 1)
                        .isEqualTo(wanted.get(i));
            }
            assertThat(actual).as(file).isEqualTo(expected);
        }
    }
}
