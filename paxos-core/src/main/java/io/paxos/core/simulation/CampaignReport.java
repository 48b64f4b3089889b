package io.paxos.core.simulation;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What many runs did together; grows with each. */
public final class CampaignReport {

    private final Map<FaultKind, Long> faults = new EnumMap<>(FaultKind.class);
    private final Set<Integer> sizes = new TreeSet<>();
    private long firstSeed;
    private long lastSeed;
    private long flexible;
    private long schedules;
    private long events;
    private long virtualMicros;
    private long slots;
    private long leaders;
    private long acknowledged;
    private long unfoundable;
    private long byQuorum;
    private long slowestRecovery;
    private long notDecided;

    /** Counts a run that kept every property. */
    public void add(SimulationReport run) {
        firstSeed = schedules == 0 ? run.seed() : firstSeed;
        lastSeed = run.seed();
        flexible += run.flexible() ? 1 : 0;
        schedules++;
        sizes.add(run.nodes());
        events += run.events();
        virtualMicros += run.virtualMicros();
        slots += run.slotsChosen();
        leaders += run.leaders();
        acknowledged += run.acknowledged();
        unfoundable += run.unfoundable() ? 1 : 0;
        byQuorum += run.recoveredByQuorum() ? 1 : 0;
        slowestRecovery = Math.max(slowestRecovery, run.slowestRecoveryMicros());
        notDecided += run.notDecided();
        run.faults().forEach((kind, times) -> faults.merge(kind, times, Long::sum));
    }

    /** How many runs. */
    public long schedules() {
        return schedules;
    }

    /** How many voters the runs had. */
    public Set<Integer> sizes() {
        return sizes;
    }

    /** How often each kind of fault struck; kinds that never did are missing. */
    public Map<FaultKind, Long> faults() {
        return faults;
    }

    /** Slots chosen in all runs. */
    public long slots() {
        return slots;
    }

    /** Leaderships that began in all runs. */
    public long leaders() {
        return leaders;
    }

    /** Runs in which a quorum recovered while the other nodes were away. */
    public long recoveredByQuorum() {
        return byQuorum;
    }

    /** Histories of objects that were too involved to be checked for linearizability. */
    public long notDecided() {
        return notDecided;
    }

    /**
     * The figures in words.
     *
     * @param seconds how long the runs took, on the clock of the wall
     */
    public String describe(double seconds) {
        double virtualSeconds = virtualMicros / 1e6;
        return String.format(Locale.ROOT, "seeds %d to %d: no property was broken, all histories were linearizable%n"
                + "%,d schedules of %s voters (%,d with weights or unequal quorums) in %.1f s: %.1f virtual hours, %,.0f times "
                + "real time%n%,d events, %,.0f per second; %,d slots chosen, %,d leaders elected, %,d calls answered%n"
                + "%,d times a quorum recovered while the others were away; slowest recovery %.2f virtual s; %d clusters lost a "
                + "store while they were founded, and decided nothing%n"
                + "faults: %s", firstSeed, lastSeed, schedules, sizes, flexible, seconds, virtualSeconds / 3_600,
                virtualSeconds / seconds, events,
                events / seconds, slots, leaders, acknowledged, byQuorum, slowestRecovery / 1e6, unfoundable, faults);
    }
}
