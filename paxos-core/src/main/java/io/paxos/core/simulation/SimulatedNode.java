package io.paxos.core.simulation;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.driver.EffectsExecutor;
import io.paxos.core.founding.FoundingStatus;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.machine.ReplicatedState;
import io.paxos.core.membership.Membership;
import io.paxos.core.membership.StorageId;
import io.paxos.core.replica.Effects;
import io.paxos.core.replica.Input;
import io.paxos.core.replica.ReplicaSetup;
import io.paxos.core.replica.ReplicaStatus;
import io.paxos.core.replica.RoleFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One node: a disk, and, while its process lives, a replica with its executor and inbox. */
final class SimulatedNode {

    private final SimulatedWorld world;
    private final NodeId id;
    private SimulatedDisk disk;
    private int life;
    private @Nullable SteppedReplica replica;
    private @Nullable EffectsExecutor executor;
    private List<Input> inbox = new ArrayList<>();
    private boolean drainScheduled;
    private long pausedUntil;
    private boolean leftOut;
    private FoundingStatus founding = FoundingStatus.FORMING;

    SimulatedNode(SimulatedWorld world, NodeId id) {
        this.world = world;
        this.id = id;
        this.disk = newDisk();
    }

    NodeId id() {
        return id;
    }

    StorageId storage() {
        return disk.storage();
    }

    boolean isUp() {
        return replica != null;
    }

    boolean isFenced() {
        ReplicaStatus status = status();
        return status != null && status.fenced() != null;
    }

    /** Whether the node is to stay down until it is healed. */
    boolean isLeftOut() {
        return leftOut;
    }

    void leaveOut(boolean whether) {
        leftOut = whether;
    }

    /** Counts the starts of this node, so that what belongs to an earlier life can be told. */
    int life() {
        return life;
    }

    @Nullable ReplicaStatus status() {
        return replica == null ? null : replica.status();
    }

    FoundingStatus foundingOnDisk() {
        var binding = disk.binding();
        return binding.founded() ? FoundingStatus.FOUNDED
                : binding.founders() != null ? FoundingStatus.BOUND : FoundingStatus.FORMING;
    }

    @Nullable Membership foundersOnDisk() {
        return disk.binding().founders();
    }

    /** How the founding stands, as the replica last said. */
    void onFounding(FoundingStatus status) {
        founding = status;
    }

    void start() {
        life++;
        pausedUntil = 0;
        founding = FoundingStatus.FORMING;
        world.record().note(id + " starts");
        world.record().onStarted(id);
        executor = new EffectsExecutor(id, new SimulatedOutlet(world, this));
        replica = world.factory().create(new ReplicaSetup(id, "default", world.options().plan(),
                world.options().replica(), disk.read(), new ReplicatedState(), new SplittableRandom(world.dice().any()),
                RoleFactory.STANDARD));
        input(new Input.Start());
        tickLater(life, world.processFaults().tickPeriod());
    }

    /** The process dies; what it had begun to write may be on the disk, or not, or in part. */
    void crash() {
        SimulatedDisk.LastWrite last = disk.losePower(world.dice());
        if (last != null) {
            world.record().strike(last.fate());
            if (last.durable() != null) {
                world.record().onDurable(id, disk.storage(), last.durable());
            }
        }
        world.record().strike(FaultKind.CRASH);
        world.record().note(id + " dies");
        life++;
        replica = null;
        executor = null;
        inbox = new ArrayList<>();
        drainScheduled = false;
        world.clients().forEach(client -> client.onCrash(id));
    }

    /** The store of a dead process is lost. */
    void wipe() {
        disk = newDisk();
    }

    /** The store of a dead process is put back to what it was some writes before; false if it has not so many. */
    boolean rollBack(int writes) {
        return disk.rollBack(writes);
    }

    /** The process stands still: it neither acts nor ticks, while what is meant for it waits. */
    void pause(long micros) {
        pausedUntil = world.schedule().now() + micros;
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
            world.schedule().after(world.dice().below(300), () -> awake(thisLife, this::drain));
        }
    }

    /** Lets the process of that life do something now, or as soon as it does not stand still any more. */
    private void awake(int thisLife, Runnable action) {
        if (life != thisLife || replica == null) {
            return;
        }
        if (world.schedule().now() < pausedUntil) {
            world.schedule().after(pausedUntil - world.schedule().now(), () -> awake(thisLife, action));
        } else {
            action.run();
        }
    }

    private void drain() {
        SteppedReplica stepped = replica;
        EffectsExecutor acting = executor;
        drainScheduled = false;
        if (stepped == null || acting == null || inbox.isEmpty()) {
            return;
        }
        List<Input> inputs = inbox;
        inbox = new ArrayList<>();
        inputs.add(new Input.InboxDrained());
        Effects.Batch effects = new Effects.Batch();
        for (Input input : inputs) {
            world.record().onInput(id, input);
            effects.add(stepped.step(input));
        }
        acting.execute(effects.toEffects());
        // it may have died amid these effects, and then it says nothing any more
        if (replica == stepped && founding == FoundingStatus.BOUND && stepped.status().founding().dataMayBeDeleted()) {
            world.record().onAdviceToDelete(id);
        }
    }

    private void tickLater(int thisLife, long period) {
        world.schedule().after(world.isHostile() ? period : ProcessFaults.TICK_MICROS, () -> awake(thisLife, () -> {
            tickLater(thisLife, period);
            inbox.add(new Input.Tick());
            drain();
        }));
    }

    /** Begins to write. */
    void write(AcceptorWrite write) {
        disk.begin(write);
        int thisLife = life;
        ProcessFaults faults = world.processFaults();
        long time = faults.diskTime();
        if (faults.crashesDuringThisWrite(disk.isRaisedBy(write))) {
            world.schedule().after(world.dice().below(time + 1), () -> {
                if (life == thisLife) {
                    faults.crashAndRestart(this);
                }
            });
        }
        boolean fails = faults.failsThisWrite();
        world.schedule().after(time, () -> {
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
        awake(life, () -> {
            input(new Input.Written(write.id()));
            if (executor != null) {
                executor.written();
            }
        });
    }

    private void fail() {
        world.record().strike(FaultKind.FAILED_WRITE);
        if (world.dice().percent(50)) {
            commit();
        } else {
            disk.abort();
        }
        awake(life, () -> {
            if (executor != null) {
                executor.writeFailed();
            }
            input(new Input.WriteFailed("simulated"));
            world.processFaults().restartFencedLater(this);
        });
    }

    private void commit() {
        AcceptorWrite durable = disk.commit();
        world.record().onDurable(id, disk.storage(), durable);
    }

    private SimulatedDisk newDisk() {
        return new SimulatedDisk(new StorageId(world.dice().any(), world.dice().any()));
    }
}
