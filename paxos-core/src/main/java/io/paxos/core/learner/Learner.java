package io.paxos.core.learner;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.log.ChosenLog;
import io.paxos.core.log.ChosenRow;
import io.paxos.core.log.Entry;
import io.paxos.core.log.SlotVotes;
import io.paxos.core.log.Vote;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The learner of one node: extends the chosen prefix, one slot after the other, by what is certain (<em>Paxos Made
 * Simple</em>, 2.3).
 */
public class Learner {

    private final ChosenLog chosen;
    private Ballot announcedBy = Ballot.NONE;
    private long announcedBySame;
    private long announced;

    /**
     * @param chosen the prefix that is durable
     */
    public Learner(ChosenLog chosen) {
        this.chosen = chosen;
    }

    /** The chosen prefix, to be read only. */
    public ChosenLog chosen() {
        return chosen;
    }

    /** The highest slot known chosen with its value; 0 if none. */
    public long chosenUpTo() {
        return chosen.upTo();
    }

    /** Whether some slot is known to be chosen, but its value is not. */
    public boolean isBehind() {
        return announced > chosen.upTo();
    }

    /** Some node knows slots up to this one chosen; their values are to be had there. */
    public void onChosenSomewhere(long upTo) {
        announced = Math.max(announced, upTo);
    }

    /**
     * A leader says that slots up to one are chosen, and vouches for it under its ballot (rule L1). Takes over the own
     * votes that match.
     */
    public void onAnnouncement(Ballot ballot, long upTo, SlotVotes votes) {
        onChosenSomewhere(upTo);
        if (ballot.isAbove(announcedBy)) {
            announcedBy = ballot;
            announcedBySame = upTo;
        } else if (ballot.equals(announcedBy)) {
            announcedBySame = Math.max(announcedBySame, upTo);
        } else {
            takeMatchingVotes(ballot, upTo, votes);
        }
        takeMatchingVotes(votes);
    }

    /** Takes over the own votes that match the latest announcement, as far as they reach without a gap. */
    public void takeMatchingVotes(SlotVotes votes) {
        takeMatchingVotes(announcedBy, announcedBySame, votes);
    }

    /**
     * Another node knows these values chosen (rule L3).
     *
     * @return the part that was news, to be stored as chosen (L4); null if there was none, or it would leave a gap (L5)
     */
    public @Nullable ChosenRow onChosenElsewhere(long from, List<Entry> entries) {
        long first = chosen.upTo() + 1;
        long last = from + entries.size() - 1;
        if (from > first || last < first) {
            return null;
        }
        List<Entry> news = entries.subList((int) (first - from), entries.size());
        news.forEach(chosen::append);
        return new ChosenRow(first, news);
    }

    /** The own leader has counted an accept-quorum for the next slots (rule L1). */
    public void onChosenHere(long from, List<Entry> entries) {
        onChosenElsewhere(from, entries);
    }

    /**
     * Whether an announcement under a ballot makes a vote known as chosen: only a vote in that very ballot is sure to
     * be for the value that was chosen (rule L3, PITFALLS 29).
     */
    protected boolean vouchesFor(Ballot announcedUnder, Vote vote) {
        return vote.ballot().equals(announcedUnder);
    }

    private void takeMatchingVotes(Ballot ballot, long upTo, SlotVotes votes) {
        while (chosen.upTo() < upTo) {
            Vote vote = votes.vote(chosen.upTo() + 1);
            if (vote == null || !vouchesFor(ballot, vote)) {
                return;
            }
            chosen.append(vote.entry());
        }
    }
}
