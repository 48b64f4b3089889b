package com.example.host.holder;

import static org.awaitility.Awaitility.await;

import io.paxos.core.driver.ReplicaDriver;
import io.paxos.core.log.Bytes;
import io.paxos.core.log.ClientId;
import io.paxos.core.log.ClientSequence;
import io.paxos.core.log.Command;
import io.paxos.core.machine.Decide;
import io.paxos.core.machine.OperationCodec;
import io.paxos.core.replica.Outcome;
import io.paxos.spring.autoconfigure.PaxosAutoConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/** The host. It decides "held" by its own process id, says so, and ends when its input does: with the test that began it. */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration(PaxosAutoConfiguration.class)
public class HolderApplication {

    /** Never ends by itself while somebody holds the other end of its input. */
    public static void main(String[] arguments) throws IOException {
        SpringApplication application = new SpringApplication(HolderApplication.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        ReplicaDriver driver = application.run(arguments).getBean(ReplicaDriver.class);
        System.out.println("holder: " + decide(driver, ProcessHandle.current().pid()));
        while (System.in.read() >= 0) {
            // until the input ends
        }
        Runtime.getRuntime().halt(2);
    }

    private static Outcome decide(ReplicaDriver driver, long value) {
        await().atMost(Duration.ofSeconds(20)).until(driver::status, status -> status != null && status.serving());
        CompletableFuture<Outcome> ended = new CompletableFuture<>();
        driver.propose(new Command(new ClientSequence(new ClientId(1, value), 1), 1, 0,
                OperationCodec.encode(new Decide("held", Bytes.utf8("by " + value)))), Duration.ofSeconds(20), ended::complete);
        return ended.join();
    }
}
