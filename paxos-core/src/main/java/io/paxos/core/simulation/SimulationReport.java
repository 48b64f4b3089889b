package io.paxos.core.simulation;

import java.util.Map;

/**
 * What a run did.
 *
 * @param seed its seed
 * @param nodes number of voters
 * @param events how many events happened
 * @param virtualMicros how much virtual time passed
 * @param slotsChosen how many slots were chosen
 * @param leaders how many leaderships began
 * @param acknowledged how many calls were answered
 * @param unfoundable whether a wipe made it impossible to found the cluster, so that nothing could be chosen
 * @param notDecided how many objects had a history too involved to say whether it is linearizable
 * @param faults how often each kind of fault struck
 * @param traceHash of the time, place and kind of all events, in order: equal for equal runs
 */
public record SimulationReport(long seed, int nodes, long events, long virtualMicros, long slotsChosen, long leaders,
        long acknowledged, boolean unfoundable, long notDecided, Map<FaultKind, Long> faults, long traceHash) {
}
