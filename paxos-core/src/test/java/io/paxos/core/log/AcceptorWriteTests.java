package io.paxos.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.membership.Binding;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcceptorWriteTests {

    private static final NodeId NODE = NodeId.of("node1");

    @Test
    void twoWritesBecomeOneUnderTheIdAndMetaOfTheLaterOne() {
        VoteRow vote1 = new VoteRow(ballot(1), 1, List.of(NoOp.INSTANCE));
        VoteRow vote2 = new VoteRow(ballot(2), 1, List.of(NoOp.INSTANCE, NoOp.INSTANCE));
        ChosenRow chosen1 = new ChosenRow(5, List.of(NoOp.INSTANCE));
        ChosenRow chosen2 = new ChosenRow(6, List.of(NoOp.INSTANCE));
        AcceptorWrite first = new AcceptorWrite(3, meta(1), List.of(vote1), List.of(chosen1));
        AcceptorWrite second = new AcceptorWrite(4, meta(2), List.of(vote2), List.of(chosen2));

        assertThat(AcceptorWrite.merged(List.of(first, second))).isEqualTo(
                new AcceptorWrite(4, meta(2), List.of(vote1, vote2), List.of(chosen1, chosen2)));
    }

    @Test
    void onlyALaterWriteMayFollow() {
        AcceptorWrite write = new AcceptorWrite(3, meta(1), List.of(), List.of());
        AcceptorWrite earlier = new AcceptorWrite(2, meta(1), List.of(), List.of());

        AcceptorWrite forgetful = new AcceptorWrite(4, Meta.INITIAL, List.of(), List.of());

        assertThatIllegalArgumentException().isThrownBy(() -> AcceptorWrite.merged(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> AcceptorWrite.merged(List.of(write, write)));
        assertThatIllegalArgumentException().isThrownBy(() -> AcceptorWrite.merged(List.of(write, earlier)));
        assertThatIllegalArgumentException().isThrownBy(() -> AcceptorWrite.merged(List.of(write, forgetful)));
    }

    @Test
    void whatIsToBeWrittenDoesNotChangeAfterwards() {
        List<VoteRow> votes = new ArrayList<>();
        List<Entry> entries = new ArrayList<>(List.of(NoOp.INSTANCE));
        votes.add(new VoteRow(ballot(1), 1, entries));
        AcceptorWrite write = new AcceptorWrite(1, meta(1), votes, List.of());
        entries.clear();
        votes.clear();

        assertThat(write.votes()).containsExactly(new VoteRow(ballot(1), 1, List.of(NoOp.INSTANCE)));
    }

    @Test
    void aRowCoversSlotsFromItsFirstOneOnWithoutOverflow() {
        assertThat(new VoteRow(ballot(1), 5, List.of(NoOp.INSTANCE, NoOp.INSTANCE)).lastSlot()).isEqualTo(6);
        assertThatIllegalArgumentException().isThrownBy(() -> new VoteRow(ballot(1), 0, List.of(NoOp.INSTANCE)));
        assertThatIllegalArgumentException().isThrownBy(() -> new VoteRow(ballot(1), 1, List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ChosenRow(Long.MAX_VALUE, List.of(NoOp.INSTANCE, NoOp.INSTANCE)));
    }

    private static Meta meta(long round) {
        return new Meta(ballot(round), 0, Binding.UNBOUND);
    }

    private static Ballot ballot(long round) {
        return new Ballot(0, round, NODE);
    }
}
