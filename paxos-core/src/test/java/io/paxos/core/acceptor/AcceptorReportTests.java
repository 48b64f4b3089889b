package io.paxos.core.acceptor;

import static io.paxos.core.acceptor.Samples.LARGE_PAGE;
import static io.paxos.core.acceptor.Samples.accept;
import static io.paxos.core.acceptor.Samples.ballot;
import static io.paxos.core.acceptor.Samples.chosen;
import static io.paxos.core.acceptor.Samples.newAcceptor;
import static io.paxos.core.acceptor.Samples.value;
import static io.paxos.core.acceptor.Samples.voted;
import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.log.ChosenLog;
import io.paxos.core.log.NoOp;
import io.paxos.core.log.SlotReport;
import io.paxos.core.message.Accept;
import io.paxos.core.message.Nack;
import io.paxos.core.message.Prepare;
import io.paxos.core.message.Promise;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a promise reports, in which pages (rules S2, L4). */
class AcceptorReportTests {

    private static final int ONE_REPORT = 1;

    private final Acceptor acceptor = newAcceptor();

    @Test
    @Tag("P88")
    void a_value_known_chosen_is_reported_as_chosen_and_outranks_the_own_vote() {
        acceptor.onAccept(accept(ballot(3), 1, "stale"));

        Promise promise = (Promise) acceptor.onPrepare(new Prepare(ballot(5), 1, 1), chosen("fetched"), LARGE_PAGE).reply();

        assertThat(promise.reports()).containsExactly(SlotReport.ofChosen(1, value("fetched")));
        assertThat(promise.chosenUpTo()).isEqualTo(1);
    }

    @Test
    @Tag("P88")
    void chosen_values_come_before_the_votes_above_them() {
        acceptor.onAccept(accept(ballot(3), 3, "c"));

        Promise promise = (Promise) acceptor.onPrepare(new Prepare(ballot(5), 2, 2), chosen("a", "b"), LARGE_PAGE).reply();

        assertThat(promise.reports()).containsExactly(SlotReport.ofChosen(2, value("b")), voted(3, ballot(3), "c"));
    }

    @Test
    @Tag("P88")
    void votes_that_are_covered_by_the_chosen_prefix_may_be_forgotten_and_change_no_report() {
        acceptor.onAccept(accept(ballot(3), 1, "a", "b", "c"));
        acceptor.forgetVotesUpTo(2);

        assertThat(acceptor.vote(2)).isNull();
        assertThat(pages(new Prepare(ballot(5), 1, 1), chosen("a", "b"), LARGE_PAGE).get(0).reports())
                .containsExactly(SlotReport.ofChosen(1, value("a")), SlotReport.ofChosen(2, value("b")),
                        voted(3, ballot(3), "c"));
    }

    @Test
    @Tag("P34")
    void a_page_of_one_report_at_a_time_gives_every_report_once_and_in_order() {
        acceptor.onAccept(accept(ballot(3), 3, "c"));
        acceptor.onAccept(accept(ballot(4), 6, "f", "g"));

        List<Promise> pages = pages(new Prepare(ballot(5), 1, 1), chosen("a", "b"), ONE_REPORT);

        assertThat(pages).flatExtracting(Promise::reports).containsExactly(SlotReport.ofChosen(1, value("a")),
                SlotReport.ofChosen(2, value("b")), voted(3, ballot(3), "c"), voted(6, ballot(4), "f"),
                voted(7, ballot(4), "g"));
        assertThat(pages).hasSize(5).extracting(Promise::nextPage).containsExactly(2L, 3L, 6L, 7L, 0L);
        assertThat(pages).extracting(Promise::pageFrom).containsExactly(1L, 2L, 3L, 6L, 7L);
        assertThat(pages).extracting(Promise::from).containsOnly(1L);
    }

    @Test
    @Tag("P34")
    void a_page_holds_as_many_reports_as_fit() {
        acceptor.onAccept(accept(ballot(3), 1, "a", "b", "c", "d", "e"));
        int two = 2 * (Acceptor.REPORT_BYTES + value("a").sizeInBytes());

        assertThat(pages(new Prepare(ballot(5), 1, 1), new ChosenLog(), two))
                .extracting(page -> page.reports().size()).containsExactly(2, 2, 1);
    }

    /** A no-op has hardly any bytes, and a report of it many times as many. */
    @Test
    @Tag("P71")
    void a_page_of_no_ops_counts_what_they_take_in_a_message() {
        acceptor.onAccept(new Accept(ballot(3), 1, Collections.nCopies(10, NoOp.INSTANCE), 0));

        assertThat(pages(new Prepare(ballot(5), 1, 1), new ChosenLog(), 5 * Acceptor.REPORT_BYTES))
                .hasSizeGreaterThan(2);
    }

    @Test
    @Tag("P34")
    void the_pages_of_one_campaign_end_when_a_higher_ballot_was_promised_in_between() {
        acceptor.onAccept(accept(ballot(3), 1, "a", "b"));
        Promise first = (Promise) acceptor.onPrepare(new Prepare(ballot(5), 1, 1), new ChosenLog(), ONE_REPORT).reply();
        acceptor.onPrepare(new Prepare(ballot(6), 1, 1), new ChosenLog(), ONE_REPORT);

        assertThat(acceptor.onPrepare(new Prepare(ballot(5), 1, first.nextPage()), new ChosenLog(), ONE_REPORT).reply())
                .isEqualTo(new Nack(ballot(5), ballot(6)));
    }

    @Test
    @Tag("P31")
    void reports_begin_at_the_asked_slot_and_leave_out_slots_without_a_vote() {
        acceptor.onAccept(accept(ballot(3), 1, "a"));
        acceptor.onAccept(accept(ballot(3), 9, "i"));

        assertThat(pages(new Prepare(ballot(5), 4, 4), new ChosenLog(), LARGE_PAGE).get(0).reports())
                .containsExactly(voted(9, ballot(3), "i"));
    }

    @Test
    @Tag("GO-A6")
    void a_candidate_that_is_far_behind_gets_everything_from_its_slot_on() {
        Ballot ballot = ballot(5);
        Promise promise = (Promise) acceptor.onPrepare(new Prepare(ballot, 2, 2), chosen("a", "b", "c"), LARGE_PAGE).reply();

        assertThat(promise).isEqualTo(new Promise(ballot, 2, 2,
                List.of(SlotReport.ofChosen(2, value("b")), SlotReport.ofChosen(3, value("c"))), 0, 0, 3));
    }

    private List<Promise> pages(Prepare first, ChosenLog chosen, int pageBytes) {
        List<Promise> pages = new ArrayList<>();
        Prepare prepare = first;
        do {
            Promise page = (Promise) acceptor.onPrepare(prepare, chosen, pageBytes).reply();
            pages.add(page);
            prepare = new Prepare(first.ballot(), first.from(), Math.max(page.nextPage(), first.from()));
            assertThat(pages).hasSizeLessThan(100);
        } while (pages.get(pages.size() - 1).nextPage() != 0);
        return pages;
    }
}
