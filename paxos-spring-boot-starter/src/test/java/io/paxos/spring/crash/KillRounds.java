package io.paxos.spring.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** One store, whose node is killed under load over and over; each time all of its log is compared with what clients know. */
final class KillRounds {

    private static final int CLIENTS = 8;
    private static final int CONNECTIONS = 4;

    private final Path dataDir;
    private final SplittableRandom random;
    private final History history = new History();

    /**
     * @param dataDir an empty directory
     * @param random draws times and sizes
     */
    KillRounds(Path dataDir, SplittableRandom random) {
        this.dataDir = dataDir;
        this.random = random;
    }

    /**
     * Kills the node so many times, and looks at the log once more.
     *
     * @return how many appends were acknowledged
     * @throws AssertionError if the log contradicts what clients know
     */
    int run(int rounds) throws IOException, InterruptedException {
        int round = 0;
        try {
            while (++round <= rounds) {
                if (random.nextInt(5) == 0) {
                    killWhileItStarts();
                }
                checkLogAndKillUnderLoad(round);
            }
            checkLogOnce();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("in round " + round + " on " + dataDir + ", after " + history.acknowledgedCount()
                    + " acknowledgements", e);
        }
        return history.acknowledgedCount();
    }

    /** What a start does to the store is interrupted as well. */
    private void killWhileItStarts() throws InterruptedException, IOException {
        try (ChildNode child = ChildNode.launch(dataDir)) {
            child.awaitStarting();
            child.killAfter(random.nextInt(1_500));
        }
    }

    private void checkLogAndKillUnderLoad(int round) throws InterruptedException, IOException {
        try (ChildNode child = ChildNode.launch(dataDir)) {
            NodeConnection reading = child.connect();
            assertThat(history.contradictions(reading.read(0))).isEmpty();
            List<Thread> clients = appending(child, round);
            clients.add(started("reader-" + round, () -> readOn(reading)));
            child.killAfter(random.nextInt(100, 1_501));
            for (Thread client : clients) {
                client.join();
            }
            assertThat(history.refused()).as("answers other than ok from %s", child).isEmpty();
        }
    }

    private void checkLogOnce() {
        SingleNode node = new SingleNode(dataDir);
        node.start();
        try {
            assertThat(history.contradictions(node.read(0))).isEmpty();
        } finally {
            node.stop();
        }
    }

    private List<Thread> appending(ChildNode child, int round) {
        List<NodeConnection> connections = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            connections.add(child.connect());
        }
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            String name = "r" + round + "-c" + i;
            NodeConnection connection = connections.get(i % CONNECTIONS);
            SplittableRandom sizes = random.split();
            clients.add(started(name, () -> append(connection, name, sizes)));
        }
        return clients;
    }

    private void append(NodeConnection connection, String name, SplittableRandom sizes) {
        NodeConnection.Answer answer;
        int number = 0;
        do {
            // now and then one that takes several pages of the file
            int size = sizes.nextInt(50) == 0 ? 5_000 : sizes.nextInt(200);
            String token = name + "-" + number++ + "-" + "x".repeat(size);
            history.sending(token);
            answer = connection.append(token).join();
            history.ended(token, answer);
        } while (answer instanceof NodeConnection.Answer.Ok);
    }

    /** What was read is as good as acknowledged. */
    private void readOn(NodeConnection connection) {
        List<String> read;
        while ((read = connection.read(history.knownSize())) != null) {
            history.readOn(read);
        }
    }

    private static Thread started(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
