package io.paxos.core.simulation;

/**
 * How bad the network of a run is; each number counts only where the run has that kind of fault.
 *
 * @param lossPercent messages lost of a hundred
 * @param duplicationPercent messages doubled of a hundred
 * @param reorderingPercent messages very late of a hundred
 * @param latencyMicros most of the ordinary latency of a message
 * @param lateMicros about how late a reordered message may be
 * @param cutEveryMicros mean time between two cuts; also times slow-downs, flapping and handovers
 * @param cutMicros about the longest time until a cut heals
 */
public record NetworkOptions(int lossPercent, int duplicationPercent, int reorderingPercent, long latencyMicros,
        long lateMicros, long cutEveryMicros, long cutMicros) {
}
