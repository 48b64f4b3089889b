package io.paxos.core.simulation;

import io.paxos.core.founding.FoundingStatus;
import io.paxos.core.replica.Input;
import io.paxos.core.replica.ReplicaStatus;
import java.util.List;
import java.util.function.Consumer;

/** Makes processes and disks go wrong while the run is hostile. */
final class ProcessFaults {

    static final long TICK_MICROS = 10_000;

    private final SimulatedWorld world;
    private final SimulationOptions options;
    private int weightLeft;
    private int wipesLeft;

    ProcessFaults(SimulatedWorld world) {
        this.world = world;
        this.options = world.options();
        this.weightLeft = options.plan().weights().values().stream().mapToInt(Integer::intValue).sum();
        this.wipesLeft = (options.nodes() - 1) / 2;
    }

    void start() {
        long every = options.processes().crashEveryMicros();
        if (options.has(FaultKind.CRASH)) {
            world.whileHostile(2 * every, () -> onOneThatIsUp(this::crashAndRestart));
        }
        if (options.has(FaultKind.PAUSE)) {
            world.whileHostile(2 * every, () -> onOneThatIsUp(this::pause));
        }
        if (options.has(FaultKind.STOP)) {
            world.whileHostile(4 * every, () -> onOneThatIsUp(this::stop));
        }
        if (options.has(FaultKind.HANDOVER)) {
            world.whileHostile(options.network().cutEveryMicros(), this::handOver);
        }
    }

    private void onOneThatIsUp(Consumer<SimulatedNode> fault) {
        List<SimulatedNode> up = world.nodes().stream().filter(SimulatedNode::isUp).toList();
        if (!up.isEmpty()) {
            fault.accept(world.likelyLeader(up));
        }
    }

    void crashAndRestart(SimulatedNode node) {
        node.crash();
        wipeIfDue(node);
        rollBackIfDue(node);
        world.schedule().after(downTime(), () -> {
            if (!node.isUp() && !node.isLeftOut()) {
                world.record().strike(FaultKind.RESTART);
                node.start();
            }
        });
    }

    /** Mostly so short that messages from before the crash are still under way. */
    private long downTime() {
        long most = world.dice().percent(15) ? 2_000_000 : world.dice().percent(40) ? 200_000 : 15_000;
        return 1_000L + world.dice().below(most);
    }

    /** Less than half of the stores, and never so much weight that the others could not make both quorums. */
    private void wipeIfDue(SimulatedNode node) {
        boolean founded = world.nodes().stream().anyMatch(n -> n.foundingOnDisk() == FoundingStatus.FOUNDED);
        FaultKind kind = founded ? FaultKind.WIPE : FaultKind.WIPE_IN_FOUNDING;
        int weight = options.plan().weights().getOrDefault(node.id(), 0);
        int needed = Math.max(options.plan().quorums().prepare(), options.plan().quorums().accept());
        // a store that is not bound to anybody yet is missed by nobody
        boolean missed = node.foundingOnDisk() != FoundingStatus.FORMING;
        if (world.isHostile() && options.has(kind) && (!missed || wipesLeft > 0 && weightLeft - weight >= needed)
                && world.dice().percent(founded ? 5 : 20)) {
            weightLeft -= missed ? weight : 0;
            wipesLeft -= missed ? 1 : 0;
            world.record().strike(kind);
            world.record().note(node.id() + " loses its store");
            node.wipe();
            world.record().onWiped(node.id());
        }
    }

    private void rollBackIfDue(SimulatedNode node) {
        if (world.isHostile() && options.has(FaultKind.ROLLBACK) && world.dice().percent(30)
                && node.rollBack(1 + world.dice().below(20))) {
            world.record().strike(FaultKind.ROLLBACK);
            world.record().note(node.id() + " has an older store");
        }
    }

    private void stop(SimulatedNode node) {
        int life = node.life();
        world.record().strike(FaultKind.STOP);
        node.input(new Input.Stop());
        world.schedule().after(1_000 + world.dice().below(20_000), () -> {
            if (node.isUp() && node.life() == life) {
                crashAndRestart(node);
            }
        });
    }

    /** From moments to long enough that the others have elected a new leader, and another. */
    private void pause(SimulatedNode node) {
        long micros = 1_000 + world.dice().below(world.dice().percent(20) ? 3_000_000L : 300_000L);
        world.record().strike(FaultKind.PAUSE);
        world.record().note(node.id() + " stands still for " + micros + " us");
        node.pause(micros);
    }

    void restartFencedLater(SimulatedNode node) {
        int life = node.life();
        world.schedule().after(1_000 + world.dice().below(500_000), () -> {
            if (node.isUp() && node.life() == life) {
                crashAndRestart(node);
            }
        });
    }

    private void handOver() {
        for (SimulatedNode node : world.nodes()) {
            ReplicaStatus status = node.status();
            if (status != null && status.serving()) {
                world.record().strike(FaultKind.HANDOVER);
                node.input(new Input.TransferLeadership(world.dice().percent(30) ? null : world.anyNode().id()));
            }
        }
    }

    /** How long a tick of a process is: about the same everywhere, or anything from a fifth to four times as long. */
    long tickPeriod() {
        if (world.isHostile() && options.has(FaultKind.DRIFT)) {
            world.record().strike(FaultKind.DRIFT);
            boolean fast = world.dice().percent(50);
            return fast ? TICK_MICROS / 5 + world.dice().below(TICK_MICROS)
                    : TICK_MICROS + world.dice().below(3 * TICK_MICROS);
        }
        return TICK_MICROS - 1_000 + world.dice().below(2_000);
    }

    /** How long a write takes. */
    long diskTime() {
        if (world.isHostile() && options.has(FaultKind.SLOW_DISK) && world.dice().percent(2)) {
            world.record().strike(FaultKind.SLOW_DISK);
            return world.dice().below(400_000);
        }
        return 20 + world.dice().below(options.processes().diskMicros());
    }

    /** More often where forgetting hurts most: in the founding, and where a promise rises. */
    boolean crashesDuringThisWrite(boolean raisesPromise) {
        int ofThousand = raisesPromise ? options.processes().crashAtPromisePercent() * 10
                : options.processes().crashAtWritePermille() * (world.record().highestApplied() > 0 ? 1 : 8);
        return world.isHostile() && options.has(FaultKind.CRASH) && world.dice().permille(ofThousand);
    }

    /** Whether the process dies when it has acted on some of the effects of a step, and not on the rest. */
    boolean crashesAmidEffects() {
        return world.isHostile() && options.has(FaultKind.CRASH_AMID_EFFECTS) && world.dice().permille(1);
    }

    boolean failsThisWrite() {
        return world.isHostile() && options.has(FaultKind.FAILED_WRITE) && world.dice().permille(3);
    }
}
