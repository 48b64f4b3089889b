package io.paxos.core.simulation;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.driver.EffectsExecutor;
import io.paxos.core.founding.FoundingStatus;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.machine.ReplicatedState;
import io.paxos.core.membership.StorageId;
import io.paxos.core.message.Envelope;
import io.paxos.core.replica.Applied;
import io.paxos.core.replica.Effects;
import io.paxos.core.replica.Event;
import io.paxos.core.replica.Input;
import io.paxos.core.replica.ReplicaSetup;
import io.paxos.core.replica.ReplicaStatus;
import io.paxos.core.replica.Reply;
import io.paxos.core.replica.RoleFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One node: a disk, and, while its process lives, a replica with its executor and inbox. */
final class SimulatedNode implements EffectsExecutor.Outlet {

    private final Simulation simulation;
    private final NodeId id;
    private SimulatedDisk disk;
    private int life;
    private @Nullable SteppedReplica replica;
    private @Nullable EffectsExecutor executor;
    private List<Input> inbox = new ArrayList<>();
    private boolean drainScheduled;
    private FoundingStatus founding = FoundingStatus.FORMING;

    SimulatedNode(Simulation simulation, NodeId id) {
        this.simulation = simulation;
        this.id = id;
        this.disk = newDisk();
    }

    NodeId id() {
        return id;
    }

    boolean isUp() {
        return replica != null;
    }

    /** Counts the starts of this node, so that what belongs to an earlier life can be told. */
    int life() {
        return life;
    }

    @Nullable ReplicaStatus status() {
        return replica == null ? null : replica.status();
    }

    FoundingStatus foundingOnDisk() {
        var binding = disk.read().meta().binding();
        return binding.founded() ? FoundingStatus.FOUNDED
                : binding.founders() != null ? FoundingStatus.BOUND : FoundingStatus.FORMING;
    }

    void start() {
        life++;
        simulation.invariants().forEach(invariant -> invariant.onStarted(id));
        executor = new EffectsExecutor(id, this);
        replica = simulation.factory().create(new ReplicaSetup(id, "default", simulation.plan(),
                simulation.options().replica(), disk.read(), new ReplicatedState(),
                new SplittableRandom(simulation.drawLong()), RoleFactory.STANDARD));
        input(new Input.Start());
        tickLater(life, simulation.faults().tickPeriod());
    }

    /** The process dies; what it had begun to write may be on the disk or not. */
    void crash() {
        AcceptorWrite underWay = disk.underWay();
        if (underWay != null) {
            boolean kept = simulation.percent(50);
            simulation.strike(kept ? FaultKind.CRASH_KEEPING_WRITE : FaultKind.CRASH_LOSING_WRITE);
            if (kept) {
                commit();
            } else {
                disk.abort();
            }
        }
        simulation.strike(FaultKind.CRASH);
        life++;
        replica = null;
        executor = null;
        inbox = new ArrayList<>();
        drainScheduled = false;
        simulation.clients().forEach(client -> client.onCrash(id));
    }

    /** The store of a dead process is lost. */
    void wipe() {
        disk = newDisk();
    }

    /** Something happens to the process; it acts on it together with what else has come in by then. */
    void input(Input input) {
        if (replica == null) {
            return;
        }
        inbox.add(input);
        if (!drainScheduled) {
            drainScheduled = true;
            int thisLife = life;
            simulation.schedule().after(simulation.draw(300), () -> {
                if (life == thisLife) {
                    drain();
                }
            });
        }
    }

    private void drain() {
        SteppedReplica stepped = replica;
        EffectsExecutor acting = executor;
        if (stepped == null || acting == null) {
            return;
        }
        drainScheduled = false;
        List<Input> inputs = inbox;
        inbox = new ArrayList<>();
        inputs.add(new Input.InboxDrained());
        Effects.Batch effects = new Effects.Batch();
        for (Input input : inputs) {
            simulation.trace(id, input);
            effects.add(stepped.step(input));
        }
        acting.execute(effects.toEffects());
        if (founding == FoundingStatus.BOUND && stepped.status().founding().dataMayBeDeleted()) {
            simulation.onAdviceToDelete(id);
        }
    }

    private void tickLater(int thisLife, long period) {
        simulation.schedule().after(simulation.isHostile() ? period : FaultInjector.TICK_MICROS, () -> {
            if (life == thisLife) {
                input(new Input.Tick());
                tickLater(thisLife, period);
            }
        });
    }

    @Override
    public void persist(AcceptorWrite write) {
        disk.begin(write);
        int thisLife = life;
        long time = simulation.faults().diskTime();
        if (simulation.faults().crashesDuringThisWrite(disk.isRaisedBy(write))) {
            simulation.schedule().after(simulation.draw(time + 1), () -> {
                if (life == thisLife) {
                    simulation.faults().crashAndRestart(this);
                }
            });
        }
        boolean fails = simulation.faults().failsThisWrite();
        simulation.schedule().after(time, () -> {
            if (life == thisLife) {
                if (fails) {
                    fail();
                } else {
                    succeed(write);
                }
            }
        });
    }

    private void succeed(AcceptorWrite write) {
        commit();
        input(new Input.Written(write.id()));
        if (executor != null) {
            executor.written();
        }
    }

    private void fail() {
        simulation.strike(FaultKind.FAILED_WRITE);
        if (simulation.percent(50)) {
            commit();
        } else {
            disk.abort();
        }
        if (executor != null) {
            executor.writeFailed();
        }
        input(new Input.WriteFailed("simulated"));
        simulation.faults().restartFencedLater(this);
    }

    private void commit() {
        AcceptorWrite durable = disk.commit();
        simulation.invariants().forEach(invariant -> invariant.onDurable(id, disk.storage(), durable));
    }

    @Override
    public void send(Envelope envelope) {
        simulation.invariants().forEach(invariant -> invariant.onSent(envelope));
        simulation.network().send(envelope);
    }

    @Override
    public void sendToSelf(Envelope envelope) {
        input(new Input.Received(envelope));
    }

    @Override
    public void applied(Applied slot) {
        simulation.onApplied(id, slot);
    }

    @Override
    public void reply(Reply reply) {
        simulation.onReply(reply);
    }

    @Override
    public void event(Event event) {
        if (event instanceof Event.FoundingChanged changed) {
            founding = changed.report().status();
        }
        simulation.onEvent(id, event);
    }

    private SimulatedDisk newDisk() {
        return new SimulatedDisk(new StorageId(simulation.drawLong(), simulation.drawLong()));
    }
}
