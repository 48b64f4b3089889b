package io.paxos.core.simulation;

import io.paxos.core.acceptor.Acceptor;
import io.paxos.core.acceptor.AcceptorStep;
import io.paxos.core.ballot.Ballot;
import io.paxos.core.learner.Learner;
import io.paxos.core.log.ChosenLog;
import io.paxos.core.log.Command;
import io.paxos.core.log.Vote;
import io.paxos.core.log.VoteRow;
import io.paxos.core.machine.OperationResult;
import io.paxos.core.message.Accept;
import io.paxos.core.message.Accepted;
import io.paxos.core.replica.Replica;
import io.paxos.core.replica.ReplicaSetup;
import io.paxos.core.replica.RoleFactory;
import io.paxos.core.session.Answer;
import io.paxos.core.session.AnswerLimits;
import io.paxos.core.session.AnswerTable;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The mutants that have one role with a bug. */
final class RoleMutants {

    /** Lets a test subclass the production factory. */
    private static class Roles extends RoleFactory {
    }

    private RoleMutants() {
    }

    private static SteppedReplica with(ReplicaSetup setup, RoleFactory roles) {
        return SteppedReplica.of(new Replica(new ReplicaSetup(setup.self(), setup.group(), setup.plan(), setup.options(),
                setup.durable(), setup.machine(), setup.random(), roles)));
    }

    static SteppedReplica promiseNotRaisedByVote(ReplicaSetup setup) {
        return with(setup, new Roles() {
            @Override
            protected Acceptor acceptor(Ballot promised, SortedMap<Long, Vote> votes) {
                return new Acceptor(promised, votes) {
                    @Override
                    protected Ballot promisedAfterVoteIn(Ballot ballot) {
                        return promised();
                    }
                };
            }
        });
    }

    static SteppedReplica promiseNotLookedAt(ReplicaSetup setup) {
        return with(setup, new Roles() {
            @Override
            protected Acceptor acceptor(Ballot promised, SortedMap<Long, Vote> votes) {
                return new Acceptor(promised, votes) {
                    @Override
                    public AcceptorStep onAccept(Accept accept) {
                        if (!accept.ballot().isBelow(promised())) {
                            return super.onAccept(accept);
                        }
                        return new AcceptorStep(new Accepted(accept.ballot(), accept.firstSlot(), accept.lastSlot()),
                                AcceptorStep.Needs.WRITE, new VoteRow(accept.ballot(), accept.firstSlot(), accept.entries()));
                    }
                };
            }
        });
    }

    static SteppedReplica voteOfAnotherBallotApplied(ReplicaSetup setup) {
        return with(setup, new Roles() {
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

    static SteppedReplica answersEvictedDifferently(ReplicaSetup setup) {
        return with(setup, new Roles() {
            @Override
            protected AnswerTable<OperationResult> answers(AnswerLimits limits) {
                boolean first = setup.self().equals(setup.plan().nodes().get(0));
                return super.answers(first ? new AnswerLimits(5, 2_000, 20, 4) : limits);
            }
        });
    }

    static SteppedReplica retryExecutedTwice(ReplicaSetup setup) {
        return with(setup, new Roles() {
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
}
