package io.paxos.core.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.TextFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The stories of many slots, {@code log-*.txt} in {@code src/test/resources/scenarios}: each is played on production replicas,
 * and on every node there follows from each of its commands what the file says. {@link LogStoryStage} lists the commands.
 * {@code -Dpaxos.scenario.update=true} writes what follows now into the files instead, to be read before it is committed.
 */
class LogStoryTests {

    @Test
    @Tag("P28")
    void founding_of_three_nodes_one_late() {
        plays("log-founding");
    }

    @Test
    @Tag("PY-9")
    void phase_1_once_for_many_slots() {
        plays("log-phase-one-once");
    }

    @Test
    @Tag("P33")
    @Tag("P93")
    void no_read_before_the_start_barrier() {
        plays("log-start-barrier");
    }

    @Test
    @Tag("P41")
    void the_read_of_a_stale_leader() {
        plays("log-stale-read");
    }

    @Test
    @Tag("P35")
    @Tag("P36")
    void a_gap_in_the_pipeline() {
        plays("log-gap-in-the-pipeline");
    }

    @Test
    @Tag("P31")
    @Tag("P32")
    @Tag("P38")
    void a_leader_isolated_with_batches_under_way() {
        plays("log-isolated-leader");
    }

    @Test
    @Tag("P08")
    @Tag("P32")
    @Tag("P38")
    void a_crash_between_the_quorum_and_the_announcement() {
        plays("log-crash-before-announcement");
    }

    @Test
    @Tag("P02")
    void the_leaders_own_vote_counts_when_it_is_durable() {
        plays("log-own-vote-not-durable");
    }

    @Test
    @Tag("P01")
    @Tag("P02")
    void a_restart_of_all_nodes() {
        plays("log-restart-of-all");
    }

    @Test
    @Tag("P62")
    void catching_up_page_by_page() {
        plays("log-catch-up");
    }

    @Test
    @Tag("P29")
    void a_vote_of_another_ballot_is_not_applied() {
        plays("log-vote-of-another-ballot");
    }

    @Test
    @Tag("P85")
    @Tag("P29")
    void a_stale_leader_that_learns_of_a_choice_announces_nothing() {
        plays("log-stale-announcement");
    }

    @Test
    @Tag("P07")
    void doubled_messages() {
        plays("log-doubled-messages");
    }

    @Test
    @Tag("P08")
    void the_vote_with_the_highest_ballot_wins() {
        plays("log-highest-vote-wins");
    }

    @Test
    @Tag("P03")
    @Tag("P04")
    void a_vote_raises_the_promise() {
        plays("log-accept-raises-the-promise");
    }

    @Test
    @Tag("P06")
    void a_late_promise_of_an_older_campaign() {
        plays("log-late-promise");
    }

    @Test
    @Tag("P13")
    @Tag("P47")
    void a_duel_of_two_campaigns() {
        plays("log-duel");
    }

    @Test
    @Tag("P42")
    void a_node_that_cannot_hear_the_leader() {
        plays("log-cannot-hear-the-leader");
    }

    @Test
    @Tag("P43")
    void a_leader_that_cannot_hear() {
        plays("log-leader-cannot-hear");
    }

    @Test
    @Tag("P78")
    void a_handover() {
        plays("log-handover");
    }

    @Test
    @Tag("P78")
    void the_leadership_is_handed_over_under_load() {
        plays("log-handover-under-load");
    }

    @Test
    @Tag("P49")
    @Tag("P51")
    void a_retry_through_another_node() {
        plays("log-retry-elsewhere");
    }

    @Test
    @Tag("P11")
    @Tag("P99")
    void a_failed_write() {
        plays("log-failed-write");
    }

    @Test
    @Tag("P23")
    void a_wiped_node() {
        plays("log-wiped-node");
    }

    @Test
    @Tag("P09")
    void a_weighted_quorum() {
        plays("log-weighted-quorum");
    }

    @Test
    @Tag("P09")
    void flexible_quorums() {
        plays("log-flexible-quorum");
    }

    /** A story that is in no test would be believed and never played. */
    @Test
    void each_story_has_a_test() throws IOException {
        String tests = Files.readString(TextFiles.MODULE.resolve("src/test/java/io/paxos/core/replica/LogStoryTests.java"));
        try (Stream<Path> files = Files.list(TextFiles.folder("scenarios"))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("log-")))
                    .allSatisfy(name -> assertThat(tests).contains("plays(\"" + name.replace(".txt", "") + "\")"));
        }
    }

    private static void plays(String story) {
        String file = story + ".txt";
        String text = TextFiles.read("scenarios", file);
        if (TextFiles.UPDATE) {
            TextFiles.write("scenarios", file, LogStory.retold(file, text));
        } else {
            LogStory.check(file, text);
        }
    }
}
