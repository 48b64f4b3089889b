package io.paxos.core.simulation;

/**
 * How bad the processes and disks of a run are; each number counts only where the run has that kind of fault.
 *
 * @param diskMicros most of the ordinary time of a write
 * @param crashEveryMicros mean time between two crashes in the cluster; also times pauses
 * @param crashAtWritePermille writes, of a thousand, during which the process dies; several times as many before the
 *     cluster is founded
 * @param crashAtPromisePercent writes that raise a promise, of a hundred, during which the process dies
 */
public record ProcessOptions(long diskMicros, long crashEveryMicros, int crashAtWritePermille,
        int crashAtPromisePercent) {
}
