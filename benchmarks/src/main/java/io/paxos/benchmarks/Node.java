package io.paxos.benchmarks;

import io.paxos.core.driver.ReplicaDriver;
import io.paxos.core.error.NotExecutedException;
import io.paxos.core.port.ReplicaListener;
import io.paxos.core.replica.ReplicaStatus;
import io.paxos.spring.template.ConsensusTemplate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * A node as a process of its own: the starter with its defaults, and callers inside. It does what its parent writes to its
 * standard input, a line each, and answers each with a line on its standard output; it ends with its input. Its log goes to
 * the standard error.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
final class Node {

    /** Begins each line that is meant for the parent; the JVM itself may write others. */
    static final String ANSWER = "> ";
    /** Asks for a {@link NodeState}. */
    static final String STATE = "state";
    /** Asks for a {@link LoadResult}; number of callers, seconds and bytes of a value follow. */
    static final String LOAD = "load";

    private static final String LOG = "benchmark";

    @Bean
    Writes writes() {
        return new Writes();
    }

    /** Runs until the standard input ends. */
    static void run(String... args) throws IOException, InterruptedException {
        PrintStream parent = System.out;
        System.setOut(System.err);
        SpringApplication application = new SpringApplication(Node.class);
        application.setDefaultProperties(Map.of("spring.main.banner-mode", "off"));
        ConfigurableApplicationContext context = application.run(args);
        parent.println(ANSWER + "ready");
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            String[] words = command.split(" ", -1);
            String answer = words[0].equals(LOAD)
                    ? load(context.getBean(ConsensusTemplate.class), Integer.parseInt(words[1]), Integer.parseInt(words[2]),
                            Integer.parseInt(words[3])).toLine()
                    : context.getBean(Writes.class).with(context.getBean(ReplicaDriver.class).status()).toLine();
            parent.println(ANSWER + answer);
        }
        System.exit(SpringApplication.exit(context));
    }

    private static LoadResult load(ConsensusTemplate consensus, int callers, int seconds, int bytes) throws InterruptedException {
        return Load.run(callers, Duration.ofSeconds(seconds), caller -> {
            byte[] value = new byte[bytes];
            ThreadLocalRandom.current().nextBytes(value);
            return () -> {
                try {
                    consensus.append(LOG, value);
                    return null;
                } catch (NotExecutedException e) {
                    return "NotExecutedException:" + e.reason();
                }
            };
        });
    }

    /** Counts what the store of this node has written. */
    static final class Writes implements ReplicaListener {

        private final AtomicLong writes = new AtomicLong();
        private final AtomicLong withVotes = new AtomicLong();
        private final AtomicLong votes = new AtomicLong();

        @Override
        public void onWritten(int entries, Duration took) {
            writes.incrementAndGet();
            withVotes.addAndGet(entries > 0 ? 1 : 0);
            votes.addAndGet(entries);
        }

        private NodeState with(@Nullable ReplicaStatus status) {
            String leads = status != null && status.serving() ? String.valueOf(status.ballot()) : NodeState.NOT_LEADING;
            return new NodeState(writes.get(), withVotes.get(), votes.get(), leads);
        }
    }
}
