package io.paxos.sample.process;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Kills a node every few seconds and starts it again soon after. A leader that was not yet killed as such always goes first; so
 * in the end each node was.
 */
final class KillSchedule {

    private static final long PERIOD_MILLIS = 5_000;
    private static final int MOST_MILLIS_DOWN = 1_500;

    private final ProcessCluster cluster;
    private final SplittableRandom random;
    private final TreeSet<String> killedAsLeader = new TreeSet<>();
    private final List<String> kills = new ArrayList<>();

    // Nobody counts it down: it is there for its timed wait.
    private final CountDownLatch never = new CountDownLatch(1);

    KillSchedule(ProcessCluster cluster, SplittableRandom random) {
        this.cluster = cluster;
        this.random = random;
    }

    /**
     * One period: a while in which all may run, a kill, a start. On a slow machine the while is longer, until there is a leader:
     * nodes that are killed before they have started would only show that a dead cluster is a safe one.
     */
    void killOne() throws InterruptedException {
        int down = random.nextInt(MOST_MILLIS_DOWN);
        pause(PERIOD_MILLIS - down);
        String leader = ProcessCluster.within(NodeProcess.PATIENCE).until(cluster::leader, found -> found != null);
        String target = target(leader);
        cluster.process(target).kill();
        kills.add(target.equals(leader) ? target + " (leader)" : target);
        if (target.equals(leader)) {
            killedAsLeader.add(target);
        }
        pause(down);
        cluster.process(target).start();
    }

    private String target(String leader) {
        boolean preferLeader = !killedAsLeader.contains(leader)
                || killedAsLeader.size() < cluster.nodes().size() && random.nextInt(4) > 0;
        return preferLeader ? leader : cluster.nodes().get(random.nextInt(cluster.nodes().size()));
    }

    /** Kills all nodes at once, as far as that can be, and starts them all again. */
    void killAll() {
        cluster.nodes().parallelStream().forEach(node -> cluster.process(node).kill());
        cluster.nodes().forEach(node -> cluster.process(node).start());
    }

    private void pause(long millis) throws InterruptedException {
        if (never.await(millis, TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException();
        }
    }

    /** How many nodes were killed, one by one. */
    int count() {
        return kills.size();
    }

    /** Whether each node was killed while it led. */
    boolean hasKilledEachLeader() {
        return killedAsLeader.size() == cluster.nodes().size();
    }

    @Override
    public String toString() {
        return "killed in turn " + kills;
    }
}
