package io.paxos.core.replica;

import io.paxos.core.acceptor.Acceptor;
import io.paxos.core.ballot.Ballot;
import io.paxos.core.learner.Learner;
import io.paxos.core.log.ChosenLog;
import io.paxos.core.log.Vote;
import io.paxos.core.machine.OperationResult;
import io.paxos.core.session.AnswerLimits;
import io.paxos.core.session.AnswerTable;
import java.util.SortedMap;

/** Makes the roles of a replica. Production uses it as it is; a test may plant a bug here, to see that it is found. */
public class RoleFactory {

    /** The roles as they should be. */
    public static final RoleFactory STANDARD = new RoleFactory();

    /** Only for {@link #STANDARD} and tests. */
    protected RoleFactory() {
    }

    /** See {@link Acceptor#Acceptor}. */
    protected Acceptor acceptor(Ballot promised, SortedMap<Long, Vote> votes) {
        return new Acceptor(promised, votes);
    }

    /** See {@link Learner#Learner}. */
    protected Learner learner(ChosenLog chosen) {
        return new Learner(chosen);
    }

    /** See {@link AnswerTable#AnswerTable}. */
    protected AnswerTable<OperationResult> answers(AnswerLimits limits) {
        return new AnswerTable<>(limits, OperationResult::sizeInBytes);
    }
}
