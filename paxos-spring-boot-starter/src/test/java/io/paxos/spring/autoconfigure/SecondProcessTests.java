package io.paxos.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.host.holder.HolderApplication;
import io.paxos.core.driver.ReplicaDriver;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** Two processes and one store. */
@ExtendWith(OutputCaptureExtension.class)
class SecondProcessTests {

    @TempDir
    Path dataDir;

    @TempDir
    Path childDirectory;

    @Test
    @Tag("P14")
    @Tag("P22")
    void the_second_process_is_refused_until_the_first_is_dead_and_then_knows_what_it_decided(CapturedOutput output)
            throws IOException {
        String child;
        try (ChildJvm holder = start()) {
            holder.awaitOutput("holder: Done");
            child = "by " + holder.pid();

            assertThatThrownBy(() -> SmallApplication.run(dataDir).close());

            FailedStartTests.assertFailureReport(output).contains(
                    "The store in " + dataDir.toRealPath().resolve("node1") + " is in use by another process.", "paxos.data-dir");
            holder.kill();
        }
        try (ConfigurableApplicationContext heir = SmallApplication.run(dataDir)) {
            assertThat(Calls.decisionOf(heir.getBean(ReplicaDriver.class), "held")).isEqualTo(child);
        }
    }

    @Test
    @Tag("P22")
    void a_process_that_finds_the_store_taken_ends_and_the_holder_goes_on() throws IOException {
        try (ConfigurableApplicationContext holder = SmallApplication.run(dataDir); ChildJvm second = start()) {
            assertThat(second.awaitExit()).isEqualTo(1);

            assertThat(second.output()).contains("APPLICATION FAILED TO START",
                    "The store in " + dataDir.toRealPath().resolve("node1") + " is in use by another process.")
                    .doesNotContain("\tat ");
            Calls.requireWon(holder.getBean(ReplicaDriver.class), "seat", "alice");
        }
    }

    private ChildJvm start() {
        return ChildJvm.start(childDirectory, ChildJvm.classPathWithout(name -> false), HolderApplication.class,
                "--paxos.data-dir=" + dataDir);
    }
}
