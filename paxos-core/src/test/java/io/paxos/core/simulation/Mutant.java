package io.paxos.core.simulation;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.learner.Learner;
import io.paxos.core.log.ChosenLog;
import io.paxos.core.log.Command;
import io.paxos.core.log.Vote;
import io.paxos.core.machine.OperationResult;
import io.paxos.core.replica.Replica;
import io.paxos.core.replica.ReplicaSetup;
import io.paxos.core.replica.RoleFactory;
import io.paxos.core.session.Answer;
import io.paxos.core.session.AnswerLimits;
import io.paxos.core.session.AnswerTable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A bug planted around the production code, to show that the simulation finds it. The tags are those of PITFALLS.md. */
enum Mutant implements SteppedReplica.Factory {

    /** P01: the promise is sent before it is durable. */
    REPLY_BEFORE_PROMISE_DURABLE(2_000) {
        @Override
        public SteppedReplica create(ReplicaSetup setup) {
            return new Mutants.ReplyBeforePromiseDurable(setup);
        }
    },

    /** P05: a candidate does not make its own promise durable, and so may use a ballot twice. */
    BALLOT_REUSED_AFTER_RESTART(400) {
        @Override
        public SteppedReplica create(ReplicaSetup setup) {
            return new Mutants.BallotReusedAfterRestart(setup);
        }
    },

    /** P06: a promise for an older campaign counts for the present one. */
    LATE_PROMISE_COUNTED(2_000) {
        @Override
        public SteppedReplica create(ReplicaSetup setup) {
            return new Mutants.LatePromiseCounted(setup);
        }
    },

    /** P29: an announcement makes any own vote count as chosen. */
    VOTE_OF_ANOTHER_BALLOT_APPLIED(50) {
        @Override
        public SteppedReplica create(ReplicaSetup setup) {
            return withRoles(setup, new Roles() {
                @Override
                protected Learner learner(ChosenLog chosen) {
                    return new Learner(chosen) {
                        @Override
                        protected boolean vouchesFor(Ballot announcedUnder, Vote vote) {
                            return true;
                        }
                    };
                }
            });
        }
    },

    /** P36: an acknowledgement is read as "everything up to". */
    ACKNOWLEDGEMENTS_CUMULATIVE(20) {
        @Override
        public SteppedReplica create(ReplicaSetup setup) {
            return new Mutants.AcknowledgementsCumulative(setup);
        }
    },

    /** P49: a command that comes twice is executed twice. */
    RETRY_EXECUTED_TWICE(20) {
        @Override
        public SteppedReplica create(ReplicaSetup setup) {
            return withRoles(setup, new Roles() {
                @Override
                protected AnswerTable<OperationResult> answers(AnswerLimits limits) {
                    return new AnswerTable<>(limits, OperationResult::sizeInBytes) {
                        @Override
                        public Answer<OperationResult> apply(Command command, long slot,
                                Supplier<? extends OperationResult> execute) {
                            return new Answer.Executed<>(execute.get());
                        }

                        @Override
                        public @Nullable Answer<OperationResult> peek(Command command) {
                            return null;
                        }
                    };
                }
            });
        }
    };

    /** Lets a test subclass the production factory. */
    private static class Roles extends RoleFactory {
    }

    private final int seeds;

    Mutant(int seeds) {
        this.seeds = seeds;
    }

    /** Within how many seeds, from 1 on, it must be found. */
    int seeds() {
        return seeds;
    }

    private static SteppedReplica withRoles(ReplicaSetup setup, RoleFactory roles) {
        return SteppedReplica.of(new Replica(new ReplicaSetup(setup.self(), setup.group(), setup.plan(), setup.options(),
                setup.durable(), setup.machine(), setup.random(), roles)));
    }
}
