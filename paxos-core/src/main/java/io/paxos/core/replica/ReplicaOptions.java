package io.paxos.core.replica;

import io.paxos.core.session.AnswerLimits;

/**
 * Bounds and times of a replica. A tick is whatever the driver makes it; all nodes of a cluster should agree on it.
 *
 * @param heartbeatTicks ticks between two heartbeats of a leader, at least 1
 * @param electionTicks least election time-out; at least 5 heartbeats, so that one lost heartbeat deposes nobody
 * @param resendTicks how long a batch or a Prepare may go unanswered before it is sent again, at least 1
 * @param fetchPatienceTicks how long a missing vote may be on its way before its value is fetched, at least 1
 * @param fetchRetryTicks how long to wait for fetched values before another node is asked, at least 1
 * @param identifyTicks ticks between two questions of the founding, at least 1
 * @param batchSize most entries of a batch, at least 1
 * @param batchBytes about the most bytes of a batch or page; a single larger entry goes alone
 * @param inFlight most batches under way at once, at least 1
 * @param queueSize most commands, and most reads, that wait, at least 1
 * @param queueBytes most bytes of commands that wait
 * @param commandBytes most bytes of one command's body, at least 1
 * @param answers bounds of the table of answers; the same on every node, or replicas differ
 */
public record ReplicaOptions(int heartbeatTicks, int electionTicks, int resendTicks, int fetchPatienceTicks,
        int fetchRetryTicks, int identifyTicks, int batchSize, int batchBytes, int inFlight, int queueSize, long queueBytes,
        int commandBytes, AnswerLimits answers) {

    /** The defaults, for ticks of 10 ms. */
    public static final ReplicaOptions DEFAULTS = new ReplicaOptions(5, 50, 20, 3, 20, 10, 1024, 256 * 1024, 8, 10_000,
            32L * 1024 * 1024, 66 * 1024, AnswerLimits.DEFAULTS);

    /**
     * @throws IllegalArgumentException if a bound is out of range
     */
    public ReplicaOptions {
        atLeast("heartbeatTicks", heartbeatTicks, 1);
        atLeast("electionTicks", electionTicks, 5 * heartbeatTicks);
        atLeast("resendTicks", resendTicks, 1);
        atLeast("fetchPatienceTicks", fetchPatienceTicks, 1);
        atLeast("fetchRetryTicks", fetchRetryTicks, 1);
        atLeast("identifyTicks", identifyTicks, 1);
        atLeast("batchSize", batchSize, 1);
        atLeast("batchBytes", batchBytes, 1);
        atLeast("inFlight", inFlight, 1);
        atLeast("queueSize", queueSize, 1);
        atLeast("commandBytes", commandBytes, 1);
        if (queueBytes < commandBytes) {
            throw new IllegalArgumentException("queueBytes (" + queueBytes + ") must hold one command (" + commandBytes + ")");
        }
    }

    private static void atLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is at least " + least + ", not " + value);
        }
    }
}
