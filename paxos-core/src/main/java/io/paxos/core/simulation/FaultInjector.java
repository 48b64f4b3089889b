package io.paxos.core.simulation;

import io.paxos.core.founding.FoundingStatus;
import io.paxos.core.replica.Input;
import io.paxos.core.replica.ReplicaStatus;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Makes things go wrong, as the options say, until it is told to stop; counts what struck. */
final class FaultInjector {

    static final long TICK_MICROS = 10_000;

    private final Simulation simulation;
    private final SimulationOptions options;
    private final Map<FaultKind, Long> struck = new EnumMap<>(FaultKind.class);
    private boolean hostile = true;
    private int wipesLeft;

    FaultInjector(Simulation simulation) {
        this.simulation = simulation;
        this.options = simulation.options();
        this.wipesLeft = (options.nodes() - 1) / 2;
    }

    void start() {
        if (options.has(FaultKind.CRASH)) {
            crashLater();
        }
        if (options.has(FaultKind.PARTITION)) {
            partitionLater();
        }
        if (options.has(FaultKind.REORDERING)) {
            slowDownLater();
        }
        if (options.has(FaultKind.HANDOVER)) {
            handOverLater();
        }
    }

    /** From now on nothing new goes wrong. */
    void stop() {
        hostile = false;
    }

    boolean isHostile() {
        return hostile;
    }

    /** How often each kind has struck. */
    Map<FaultKind, Long> struck() {
        return struck;
    }

    private void crashLater() {
        simulation.schedule().after(1 + simulation.draw(2 * options.crashEveryMicros()), () -> {
            if (hostile) {
                List<SimulatedNode> up = simulation.nodes().stream().filter(SimulatedNode::isUp).toList();
                if (!up.isEmpty()) {
                    crashAndRestart(victim(up));
                }
                crashLater();
            }
        });
    }

    /** Mostly the leader. */
    private SimulatedNode victim(List<SimulatedNode> up) {
        if (simulation.percent(70)) {
            for (SimulatedNode node : up) {
                ReplicaStatus status = node.status();
                if (status != null && status.role().equals("leader")) {
                    return node;
                }
            }
        }
        return up.get(simulation.draw(up.size()));
    }

    void crashAndRestart(SimulatedNode node) {
        node.crash();
        wipeIfDue(node);
        simulation.schedule().after(downTime(), () -> {
            if (!node.isUp()) {
                strike(FaultKind.RESTART);
                node.start();
            }
        });
    }

    /** Mostly so short that messages from before the crash are still under way. */
    private long downTime() {
        int most = simulation.percent(15) ? 2_000_000 : simulation.percent(40) ? 200_000 : 15_000;
        return 1_000 + simulation.draw(most);
    }

    private void wipeIfDue(SimulatedNode node) {
        boolean founded = simulation.nodes().stream().anyMatch(n -> n.foundingOnDisk() == FoundingStatus.FOUNDED);
        FaultKind kind = founded ? FaultKind.WIPE : FaultKind.WIPE_IN_FOUNDING;
        if (hostile && wipesLeft > 0 && options.has(kind) && simulation.percent(founded ? 5 : 20)) {
            wipesLeft--;
            strike(kind);
            node.wipe();
            simulation.onWiped(node.id());
        }
    }

    void restartFencedLater(SimulatedNode node) {
        int life = node.life();
        simulation.schedule().after(1_000 + simulation.draw(500_000), () -> {
            if (node.isUp() && node.life() == life) {
                crashAndRestart(node);
            }
        });
    }

    private void partitionLater() {
        simulation.schedule().after(1 + simulation.draw(2 * options.partitionEveryMicros()), () -> {
            if (hostile) {
                simulation.network().partition(simulation.plan().nodes());
                partitionLater();
            }
        });
    }

    private void handOverLater() {
        simulation.schedule().after(1 + simulation.draw(options.partitionEveryMicros()), () -> {
            for (SimulatedNode node : simulation.nodes()) {
                ReplicaStatus status = node.status();
                if (hostile && status != null && status.serving()) {
                    strike(FaultKind.HANDOVER);
                    node.input(new Input.TransferLeadership(simulation.anyNode().id()));
                }
            }
            if (hostile) {
                handOverLater();
            }
        });
    }

    private void slowDownLater() {
        simulation.schedule().after(1 + simulation.draw(2 * options.partitionEveryMicros()), () -> {
            List<SimulatedNode> up = simulation.nodes().stream().filter(SimulatedNode::isUp).toList();
            if (hostile && !up.isEmpty()) {
                simulation.network().slowDown(victim(up).id());
            }
            if (hostile) {
                slowDownLater();
            }
        });
    }

    /** How long a tick of a process is: about the same everywhere, or anything from a fifth to four times as long. */
    long tickPeriod() {
        if (hostile && options.has(FaultKind.DRIFT)) {
            strike(FaultKind.DRIFT);
            boolean fast = simulation.percent(50);
            return fast ? TICK_MICROS / 5 + simulation.draw(TICK_MICROS) : TICK_MICROS + simulation.draw(3 * TICK_MICROS);
        }
        return TICK_MICROS - 1_000 + simulation.draw(2_000);
    }

    /** How long a write takes. */
    long diskTime() {
        if (hostile && options.has(FaultKind.SLOW_DISK) && simulation.percent(2)) {
            strike(FaultKind.SLOW_DISK);
            return simulation.draw(400_000);
        }
        return 20 + simulation.draw(options.diskMicros());
    }

    /** More often where forgetting hurts most: in the founding, and where a promise rises. */
    boolean crashesDuringThisWrite(boolean raisesPromise) {
        int ofThousand = raisesPromise ? options.crashAtPromisePercent() * 10 : simulation.hasChosen() ? 8 : 60;
        return hostile && options.has(FaultKind.CRASH) && simulation.draw(1_000) < ofThousand;
    }

    boolean failsThisWrite() {
        return hostile && options.has(FaultKind.FAILED_WRITE) && simulation.draw(1_000) < 3;
    }

    void strike(FaultKind kind) {
        struck.merge(kind, 1L, Long::sum);
    }
}
