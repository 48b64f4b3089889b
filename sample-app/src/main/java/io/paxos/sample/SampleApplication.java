package io.paxos.sample;

import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Sells the seats of a show on several replicas: each seat is sold once, whichever replica sells it, whichever is killed.
 *
 * <p>Without options it is a cluster of one; with {@code --spring.profiles.active=node1} one node of three; with
 * {@code --cluster} all three in this process.
 */
@SpringBootApplication
public class SampleApplication {

    /** Starts one node, or with {@code --cluster} three; what does not start ends the process with exit code 1. */
    public static void main(String[] args) {
        String refusal = ClusterOptions.unknownFlag(args);
        if (refusal != null) {
            System.err.println(refusal);
            System.exit(1);
        } else if (ClusterOptions.isAskedFor(args)) {
            if (!ClusterLauncher.launch(args)) {
                System.exit(1);
            }
        } else {
            ConfigurableApplicationContext node = SpringApplication.run(SampleApplication.class, args);
            String url = "http://localhost:" + node.getEnvironment().getProperty("local.server.port");
            StartUpNotes.tryOut(List.of(url, url, url));
        }
    }
}
