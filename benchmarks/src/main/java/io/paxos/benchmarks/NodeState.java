package io.paxos.benchmarks;

/**
 * What a node says of itself.
 *
 * @param writes how often its store has written since the start; each is one sync
 * @param withVotes how many of these held votes
 * @param votes how many votes they held
 * @param leads the ballot in which it leads and answers calls; {@link #NOT_LEADING} if it does not
 */
record NodeState(long writes, long withVotes, long votes, String leads) {

    /** No ballot. */
    static final String NOT_LEADING = "-";

    /** As one line, for {@link #parse}. */
    String toLine() {
        return writes + " " + withVotes + " " + votes + " " + leads;
    }

    /** What {@link #toLine} wrote. */
    static NodeState parse(String line) {
        String[] words = line.split(" ", 4);
        return new NodeState(Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]), words[3]);
    }

    /** What was written since an earlier moment. */
    NodeState since(NodeState earlier) {
        return new NodeState(writes - earlier.writes, withVotes - earlier.withVotes, votes - earlier.votes, leads);
    }
}
