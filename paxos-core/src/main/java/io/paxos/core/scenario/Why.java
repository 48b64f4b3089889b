package io.paxos.core.scenario;

/** Why a step ended as it did: the rule of {@code docs/protocol.md}, the place in <em>Paxos Made Simple</em>, a sentence. */
public enum Why {

    // --- what an acceptor did

    /** It promised. */
    PROMISED("B3", "2.2, 1b", "no higher ballot was promised"),
    /** It promised what it had promised before. */
    PROMISED_AGAIN("B3", "2.2, 1b", "the same ballot is answered again"),
    /** It refused a Prepare below its promise. */
    PREPARE_TOO_LOW("B3", "2.2, 1b", "a higher ballot was promised"),
    /** It voted in the ballot that it had promised. */
    VOTED("A2", "2.2, 2b", "no higher ballot was promised"),
    /** It voted in a ballot above its promise. */
    VOTED_ABOVE_PROMISE("A2", "2.2, P1a", "no higher ballot was promised; the promise rises with the vote"),
    /** It had voted for this very proposal. */
    VOTED_AGAIN("A2", "2.2, 2b", "the same vote is answered again"),
    /** It refused an Accept below its promise. */
    ACCEPT_TOO_LOW("B3", "2.2, P1a", "a higher ballot was promised"),
    /** It refused a ballot whose round lies out of all proportion. */
    ROUND_TOO_FAR("PITFALLS 10", "2.2", "such a round comes of a fault and would leave no room for others"),

    // --- what the answer meant to the proposer

    /** A promise counted, and there is no quorum yet. */
    PROMISE_COUNTED("S2", "2.2, 2a", "no quorum yet"),
    /** The promise quorum is there, and nobody in it has voted. */
    FREE_CHOICE("S3", "2.2, P2c", "no vote in the quorum: free to propose its own value"),
    /** The promise quorum is there, and the highest vote reported says what to propose. */
    BOUND_BY_VOTE("S3", "2.2, P2c", "must propose the value of the highest vote"),
    /** The promise quorum is there, and a member of it knows the value chosen. */
    BOUND_BY_CHOICE("L4", "2.3", "must propose the value reported as chosen, which outranks every vote"),
    /** A promise came when phase 1 was over. */
    PHASE_1_OVER("S3", "2.2, 2a", "not counted: the value was fixed by the quorum of promises"),
    /** A vote counted, and there is no quorum yet. */
    VOTE_COUNTED("A3", "2.2, P2", "no quorum yet"),
    /** The accept quorum is there. */
    CHOSEN("L1", "2.2, P2", "chosen: a quorum has voted in one ballot"),
    /** A vote came when the value was known chosen. */
    CHOSEN_ALREADY("L1", "2.2, P2", "chosen already"),
    /** A member answered that counts already. */
    COUNTED_ALREADY("S2, A3", "2.2", "members are counted, not messages"),
    /** An answer to a ballot that is not the proposer's present one. */
    LATE_ANSWER("A3", "2.2", "not counted: an answer counts only in its own ballot"),
    /** A refusal. */
    NACKED("B4", "end of 2.2", "there is a higher ballot: better give up this one"),

    // --- what the script did

    /** The nodes are there. */
    QUORUMS_MEET("M9", "2.2", "any quorum of promises meets any quorum of votes"),
    /** The quorums were refused. */
    QUORUMS_MAY_MISS("M9", "2.2", "any quorum of promises must meet any quorum of votes, or two values could be chosen"),
    /** A step of nodes that were refused. */
    NO_NODES("M9", "2.2", "without quorums that meet there are no nodes"),
    /** A proposal begins. */
    OWN_PROMISE_FIRST("B2", "2.5", "its own promise is durable first, so no restart uses the ballot again"),
    /** The own acceptor refused the ballot of a new proposal, or knows it already. */
    BALLOT_USED_UP("B2", "2.5", "a new proposal needs a ballot above all that its node has promised"),
    /** A request without a proposal to make it for. */
    NOTHING_PROPOSED("B2", "2.2, 1a", "a campaign begins with a ballot of its own"),
    /** An Accept without a quorum of promises. */
    NO_PROMISE_QUORUM("S2", "2.2, 2a", "values are proposed only after a quorum has promised"),
    /** A message was sent and waits. */
    ON_ITS_WAY("B1", "2.1", "messages may take arbitrarily long; no clock takes part"),
    /** A message was lost. */
    NETWORK_LOSES("S2, A3", "2.1", "messages can be lost; what did not come back does not count"),
    /** A message is to be delivered and none was held. */
    NOTHING_ON_THE_WAY("A3", "2.1", "messages can be lost and doubled, never made up"),
    /** A node stopped. */
    STOPPED("A2", "2.1", "agents may fail by stopping; only what is durable survives"),
    /** A node came back. */
    STABLE_STORAGE("A2, B2", "2.5", "promise and vote were in stable storage; the proposal is gone"),
    /** A node that is down was to do something. */
    IS_DOWN("A2", "2.1", "an agent that has stopped does nothing"),
    /** A node that is up was to be restarted. */
    IS_UP("A2", "2.1", "an agent restarts after it has stopped");

    private final String rule;
    private final String place;
    private final String sentence;

    Why(String rule, String place, String sentence) {
        this.rule = rule;
        this.place = place;
        this.sentence = sentence;
    }

    /** Label of the rule in {@code docs/protocol.md}; two with a comma between where both say it. */
    public String rule() {
        return rule;
    }

    /** Section of <em>Paxos Made Simple</em>, and the step or property in it where there is one. */
    public String place() {
        return place;
    }

    /** The reason in words. */
    public String sentence() {
        return sentence;
    }

    /** {@code rule (section): sentence}. */
    @Override
    public String toString() {
        return rule + " (" + place + "): " + sentence;
    }
}
