package io.paxos.core.simulation;

import io.paxos.core.replica.ReplicaSetup;

/** A bug planted around the production code, to show that the simulation finds it. The tags are those of PITFALLS.md. */
enum Mutant implements SteppedReplica.Factory {

    /** P01: the promise is sent before it is durable. */
    REPLY_BEFORE_PROMISE_DURABLE(2_000, DurabilityMutants.ReplyBeforePromiseDurable::new),

    /** P02: the vote is acknowledged before it is durable. */
    REPLY_BEFORE_VOTE_DURABLE(20, DurabilityMutants.ReplyBeforeVoteDurable::new),

    /** P03: a vote above the promise does not raise it. */
    PROMISE_NOT_RAISED_BY_VOTE(20, RoleMutants::promiseNotRaisedByVote),

    /** P03: an acceptor votes whatever it has promised (so did a project that this one grew out of). */
    PROMISE_NOT_LOOKED_AT(300, RoleMutants::promiseNotLookedAt),

    /** P05: a candidate does not make its own promise durable, and so may use a ballot twice. */
    BALLOT_REUSED_AFTER_RESTART(1_000, DurabilityMutants.BallotReusedAfterRestart::new),

    /** P06: a promise for an older campaign counts for the present one. */
    LATE_PROMISE_COUNTED(2_000, ProposerMutants.LatePromiseCounted::new),

    /** P07: whoever acknowledges a batch twice counts for two. */
    SENDER_COUNTED_TWICE(50, ProposerMutants.SenderCountedTwice::new),

    /** P08: the first vote that is reported is taken, not the highest. */
    FIRST_REPORT_TAKEN(100, ProposerMutants.FirstReportTaken::new),

    /** P23: a node whose store was lost takes the place of the one it was before. */
    WIPED_NODE_VOTES(500, SimulationOptions::drawnFrom, MembershipMutants.WipedNodeVotes::new),

    /** P29: an announcement makes any own vote count as chosen. */
    VOTE_OF_ANOTHER_BALLOT_APPLIED(50, RoleMutants::voteOfAnotherBallotApplied),

    /** P31: votes that are reported are overwritten with no-ops. */
    RECOVERED_VOTES_DROPPED(20, ProposerMutants.RecoveredVotesDropped::new),

    /** P34: the first page of a promise counts for the whole. */
    PAGE_TAKEN_FOR_THE_WHOLE(20, ProposerMutants.PageTakenForTheWhole::new),

    /** P36: an acknowledgement is read as "everything up to". */
    ACKNOWLEDGEMENTS_CUMULATIVE(20, ProposerMutants.AcknowledgementsCumulative::new),

    /** P37: a batch that is sent again is put together anew. */
    BATCH_CHANGED_ON_RESEND(20, ProposerMutants.BatchChangedOnResend::new),

    /** P41: a read is answered although nobody has confirmed the ballot. */
    READ_CONFIRMED_BY_NOBODY(1_000, SimulationOptions::drawnFrom, ClientMutants.ReadConfirmedByNobody::new),

    /** P49: a command that comes twice is executed twice. */
    RETRY_EXECUTED_TWICE(20, RoleMutants::retryExecutedTwice),

    /** P50: one replica forgets answers earlier than the others. */
    ANSWERS_EVICTED_DIFFERENTLY(20, RoleMutants::answersEvictedDifferently),

    /** P51: a call whose end is unknown is told that it has failed. */
    UNKNOWN_TOLD_AS_REFUSED(20, ClientMutants.UnknownToldAsRefused::new);

    /** Draws the circumstances of a seed. */
    @FunctionalInterface
    interface Circumstances {
        SimulationOptions drawnFrom(long seed, long events);
    }

    private final int seeds;
    private final Circumstances circumstances;
    private final SteppedReplica.Factory factory;

    Mutant(int seeds, SteppedReplica.Factory factory) {
        this(seeds, SimulationOptions::duelFrom, factory);
    }

    Mutant(int seeds, Circumstances circumstances, SteppedReplica.Factory factory) {
        this.seeds = seeds;
        this.circumstances = circumstances;
        this.factory = factory;
    }

    /** Where this bug shows: mostly between two proposers. */
    SimulationOptions optionsFor(long seed, long events) {
        return circumstances.drawnFrom(seed, events);
    }

    /** Within how many seeds, from 1 on, it must be found. */
    int seeds() {
        return seeds;
    }

    @Override
    public SteppedReplica create(ReplicaSetup setup) {
        return factory.create(setup);
    }
}
