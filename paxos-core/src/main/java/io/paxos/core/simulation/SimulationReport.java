package io.paxos.core.simulation;

import java.util.Map;

/**
 * What a run did.
 *
 * @param seed its seed
 * @param nodes number of voters
 * @param flexible whether members had weights, or the quorums were no plain majorities
 * @param events how many events happened
 * @param virtualMicros how much virtual time passed
 * @param slotsChosen how many slots were chosen
 * @param leaders how many leaderships began
 * @param acknowledged how many calls were answered
 * @param sent how many messages were sent
 * @param unfoundable whether a wipe made it impossible to found the cluster, so that nothing could be chosen
 * @param recoveredByQuorum whether a quorum recovered while the other nodes were still away
 * @param slowestRecoveryMicros longest virtual time from healing to a leader, all calls answered and equal states
 * @param notDecided how many objects had a history too involved to say whether it is linearizable
 * @param faults how often each kind of fault struck
 * @param traceHash of the time, place and kind of all events, in order: equal for equal runs
 */
public record SimulationReport(long seed, int nodes, boolean flexible, long events, long virtualMicros, long slotsChosen,
        long leaders,
        long acknowledged, long sent, boolean unfoundable, boolean recoveredByQuorum, long slowestRecoveryMicros,
        long notDecided, Map<FaultKind, Long> faults, long traceHash) {
}
