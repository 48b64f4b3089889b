package io.paxos.spring.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.log.Bytes;
import io.paxos.core.log.ChosenRow;
import io.paxos.core.log.ClientId;
import io.paxos.core.log.ClientSequence;
import io.paxos.core.log.Command;
import io.paxos.core.log.Entry;
import io.paxos.core.log.Meta;
import io.paxos.core.log.NoOp;
import io.paxos.core.log.VoteRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowSplitTests {

    private static final long SEED = 86;
    private static final Ballot BALLOT = new Ballot(0, 1, NodeId.of("n1"));

    /** Bytes of ballot, first slot below 128, and count below 128. */
    private static final int HEAD = 7;

    @Test
    void a_row_that_fits_stays_whole() {
        VoteRow row = new VoteRow(BALLOT, 1, noOps(10));

        assertThat(RowForm.split(row, HEAD + 10)).containsExactly(row);
    }

    @Test
    void a_row_that_is_one_byte_too_long_is_split_after_as_many_entries_as_fit() {
        assertThat(RowForm.split(new VoteRow(BALLOT, 1, noOps(10)), HEAD + 9)).containsExactly(
                new VoteRow(BALLOT, 1, noOps(9)), new VoteRow(BALLOT, 10, noOps(1)));
        assertThat(RowForm.split(new ChosenRow(5, noOps(5)), 4)).containsExactly(
                new ChosenRow(5, noOps(2)), new ChosenRow(7, noOps(2)), new ChosenRow(9, noOps(1)));
    }

    /** Slot 128 takes a byte more than slot 127, and so does a count of 128. */
    @Test
    void the_bytes_of_the_slot_and_of_the_count_are_counted_too() {
        assertThat(RowForm.split(new ChosenRow(127, noOps(3)), 3)).hasSize(3);
        assertThat(RowForm.split(new ChosenRow(126, noOps(4)), 4)).containsExactly(new ChosenRow(126, noOps(2)),
                new ChosenRow(128, noOps(1)), new ChosenRow(129, noOps(1)));
        assertThat(RowForm.split(new ChosenRow(1, noOps(128)), 130)).extracting(ChosenRow::lastSlot)
                .containsExactly(127L, 128L);
        assertThat(RowForm.split(new ChosenRow(1, noOps(128)), 131)).hasSize(1);
    }

    @Test
    void an_entry_that_is_too_large_stays_alone() {
        Entry large = command(1000);
        VoteRow row = new VoteRow(BALLOT, 1, List.of(NoOp.INSTANCE, NoOp.INSTANCE, large, NoOp.INSTANCE));

        assertThat(RowForm.split(row, 100)).containsExactly(new VoteRow(BALLOT, 1, noOps(2)),
                new VoteRow(BALLOT, 3, List.of(large)), new VoteRow(BALLOT, 4, noOps(1)));
        assertThat(RowForm.split(row, 1)).hasSize(4);
    }

    @Test
    void splitting_changes_no_vote_and_keeps_its_bound() {
        Random random = new Random(SEED);
        RandomValues values = new RandomValues(random);
        for (int i = 0; i < 2_000; i++) {
            int most = 1 + random.nextInt(600);
            VoteRow row = values.voteRow(30, 60);
            String trial = "row " + i + " of seed " + SEED + " with at most " + most;
            List<VoteRow> parts = RowForm.split(row, most);

            List<Entry> entries = new ArrayList<>();
            for (VoteRow part : parts) {
                assertThat(part.ballot()).as(trial).isEqualTo(row.ballot());
                assertThat(part.firstSlot()).as(trial).isEqualTo(row.firstSlot() + entries.size());
                assertThat(RowForm.sizeOf(part) <= most || part.entries().size() == 1).as(trial).isTrue();
                entries.addAll(part.entries());
            }
            assertThat(entries).as(trial).isEqualTo(row.entries());
        }
    }

    @Test
    void a_write_becomes_bodies_of_bounded_size_that_add_up_to_it() {
        Random random = new Random(SEED);
        RandomValues values = new RandomValues(random);
        for (int i = 0; i < 1_000; i++) {
            int most = 1 + random.nextInt(2_000);
            AcceptorWrite write = values.write(30, 60);
            String trial = "write " + i + " of seed " + SEED + " with at most " + most;
            List<VoteRow> votes = new ArrayList<>();
            List<ChosenRow> chosen = new ArrayList<>();
            for (RowBody body : RowBodyForm.bodiesOf(write, most)) {
                byte[] encoded = RowBodyForm.encode(body);
                assertThat(encoded.length <= most || isOneEntry(body)).as(trial).isTrue();
                votes.addAll(RowBodyForm.decode(encoded).votes());
                chosen.addAll(RowBodyForm.decode(encoded).chosen());
            }
            assertThat(oneByOne(votes)).as(trial).isEqualTo(oneByOne(write.votes()));
            assertThat(oneByOneChosen(chosen)).as(trial).isEqualTo(oneByOneChosen(write.chosen()));
        }
    }

    @Test
    void what_fits_into_one_body_is_one_body() {
        VoteRow first = new VoteRow(BALLOT, 1, List.of(command(50)));
        VoteRow second = new VoteRow(BALLOT, 2, List.of(command(50)));
        ChosenRow learnt = new ChosenRow(3, List.of(command(50)));
        AcceptorWrite write = new AcceptorWrite(1, Meta.INITIAL, List.of(first, second), List.of(learnt));

        assertThat(RowBodyForm.bodiesOf(write, 1000))
                .containsExactly(new RowBody(List.of(first, second), List.of(learnt)));
    }

    @Test
    void each_body_is_filled_before_the_next_one_begins() {
        List<VoteRow> votes = Collections.nCopies(10, new VoteRow(BALLOT, 1, List.of(command(100))));
        AcceptorWrite write = new AcceptorWrite(1, Meta.INITIAL, votes, List.of());

        assertThat(RowBodyForm.bodiesOf(write, 450)).extracting(body -> body.votes().size()).containsExactly(3, 3, 3, 1);
    }

    @Test
    void a_write_of_the_meta_row_alone_has_no_body() {
        assertThat(RowBodyForm.bodiesOf(new AcceptorWrite(1, Meta.INITIAL, List.of(), List.of()), 1000)).isEmpty();
    }

    @Test
    void a_bound_below_one_byte_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> RowForm.split(new ChosenRow(1, noOps(1)), 0));
        assertThatIllegalArgumentException().isThrownBy(() -> RowForm.split(new VoteRow(BALLOT, 1, noOps(1)), -1));
        assertThatIllegalArgumentException().isThrownBy(
                () -> RowBodyForm.bodiesOf(new AcceptorWrite(1, Meta.INITIAL, List.of(), List.of()), 0));
    }

    private static boolean isOneEntry(RowBody body) {
        return body.votes().stream().mapToInt(row -> row.entries().size()).sum()
                + body.chosen().stream().mapToInt(row -> row.entries().size()).sum() == 1;
    }

    private static List<VoteRow> oneByOne(List<VoteRow> rows) {
        return rows.stream().flatMap(row -> RowForm.split(row, 1).stream()).toList();
    }

    private static List<ChosenRow> oneByOneChosen(List<ChosenRow> rows) {
        return rows.stream().flatMap(row -> RowForm.split(row, 1).stream()).toList();
    }

    private static List<Entry> noOps(int count) {
        return Collections.nCopies(count, NoOp.INSTANCE);
    }

    private static Command command(int bodySize) {
        return new Command(new ClientSequence(new ClientId(1, 2), 3), 3, 0, Bytes.copyOf(new byte[bodySize]));
    }
}
