package io.paxos.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.driver.ReplicaDriver;
import io.paxos.core.error.NotExecutedException.Reason;
import io.paxos.core.founding.FoundingStatus;
import io.paxos.core.machine.Decided;
import io.paxos.core.port.ReplicaListener;
import io.paxos.core.replica.Applied;
import io.paxos.core.replica.Event;
import io.paxos.core.replica.Outcome;
import io.paxos.core.replica.ReplicaStatus;
import io.paxos.spring.lifecycle.ReplicaLifecycle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.annotation.Order;

/** A node from the start of its application to its end, and after it. */
@ExtendWith(OutputCaptureExtension.class)
class NodeLifecycleTests {

    @TempDir
    Path dataDir;

    private ApplicationContextRunner runner() {
        return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(PaxosAutoConfiguration.class))
                .withPropertyValues("paxos.data-dir=" + dataDir, "paxos.node-id=life1");
    }

    @Test
    void a_node_alone_founds_its_cluster_and_leads_it() {
        runner().run(context -> {
            ReplicaDriver driver = context.getBean(ReplicaDriver.class);
            Calls.awaitServing(driver);

            ReplicaStatus status = driver.status();
            assertThat(status).isNotNull();
            assertThat(status.founding().status()).isEqualTo(FoundingStatus.FOUNDED);
            assertThat(status.role()).isEqualTo("leader");
            assertThat(status.leader()).isEqualTo(status.node());
            assertThat(status.node().value()).isEqualTo("life1");
            assertThat(status.fenced()).isNull();
        });
    }

    @Test
    void a_closed_context_leaves_no_thread_and_the_next_one_knows_what_was_decided() {
        runner().run(context -> Calls.requireWon(context.getBean(ReplicaDriver.class), "seat", "alice"));

        assertThat(Calls.threadsOf("life1")).isEmpty();
        runner().run(context -> {
            ReplicaDriver driver = context.getBean(ReplicaDriver.class);
            assertThat(Calls.decisionOf(driver, "seat")).isEqualTo("alice");
            assertThat(Calls.decide(driver, "seat", "bob")).isInstanceOfSatisfying(Outcome.Done.class,
                    done -> assertThat(((Decided) done.result()).won()).isFalse());
        });
    }

    @Test
    void a_stopped_context_gives_the_store_back_and_starts_again() {
        runner().run(context -> {
            ReplicaDriver driver = context.getBean(ReplicaDriver.class);
            Calls.requireWon(driver, "seat", "alice");

            context.stop();
            assertThat(driver.isRunning()).isFalse();
            assertThat(context.getBean(ReplicaLifecycle.class).isRunning()).isFalse();
            assertThat(driver.status()).isNull();
            assertThat(Calls.threadsOf("life1")).isEmpty();
            assertThat(Calls.decide(driver, "other", "bob")).isInstanceOfSatisfying(Outcome.NotExecuted.class,
                    refused -> assertThat(refused.reason()).isEqualTo(Reason.SHUTTING_DOWN));
            runner().run(meanwhile -> Calls.requireWon(meanwhile.getBean(ReplicaDriver.class), "meanwhile", "carol"));

            context.start();
            assertThat(Calls.decisionOf(driver, "seat")).isEqualTo("alice");
            assertThat(Calls.decisionOf(driver, "other")).isNull();
            assertThat(Calls.decisionOf(driver, "meanwhile")).isEqualTo("carol");
        });
        assertThat(Calls.threadsOf("life1")).isEmpty();
    }

    /** The test framework of Spring 7 pauses contexts that it keeps, and wakes them when a test wants them. */
    @Test
    void a_paused_context_lets_another_one_have_the_store_and_wakes_up_again() {
        runner().run(context -> {
            ConfigurableApplicationContext pausable = context.getSourceApplicationContext(ConfigurableApplicationContext.class);
            ReplicaDriver driver = context.getBean(ReplicaDriver.class);
            Calls.requireWon(driver, "seat", "alice");

            pausable.pause();
            assertThat(driver.isRunning()).isFalse();
            runner().run(
                    meanwhile -> assertThat(Calls.decisionOf(meanwhile.getBean(ReplicaDriver.class), "seat")).isEqualTo("alice"));

            pausable.restart();
            Calls.requireWon(driver, "after-the-pause", "bob");
        });
    }

    /** People move a store to another disk and leave a link. */
    @Test
    void a_store_may_be_reached_by_links(@TempDir Path elsewhere) throws IOException {
        Path moved = Files.createDirectory(elsewhere.resolve("moved"));
        Files.createSymbolicLink(dataDir.resolve("life1"), moved);
        runner().run(context -> Calls.requireWon(context.getBean(ReplicaDriver.class), "seat", "alice"));

        assertThat(moved.resolve("paxos.mv.db")).exists();
    }

    @Test
    void starting_and_stopping_twice_is_once() {
        runner().run(context -> {
            ReplicaLifecycle lifecycle = context.getBean(ReplicaLifecycle.class);
            List<String> threads = Calls.threadsOf("life1");
            lifecycle.start();
            assertThat(Calls.threadsOf("life1")).isEqualTo(threads);

            lifecycle.stop();
            lifecycle.stop();
            assertThat(Calls.threadsOf("life1")).isEmpty();
        });
    }

    @Test
    @Tag("P22")
    void a_context_that_fails_after_the_node_has_started_does_not_leave_it_behind() {
        runner().withUserConfiguration(FailsWhenRefreshed.class).run(context -> assertThat(context).hasFailed());

        assertThat(Calls.threadsOf("life1")).isEmpty();
        runner().run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    @Tag("P22")
    void the_second_context_on_a_store_is_refused_and_the_first_goes_on() {
        runner().run(first -> {
            runner().run(second -> assertThat(second).getFailure().rootCause()
                    .hasMessageContaining(dataDir.toRealPath().resolve("life1").toString())
                    .hasMessageContaining("another application context of this process"));

            Calls.requireWon(first.getBean(ReplicaDriver.class), "seat", "alice");
        });
        runner().run(third -> assertThat(Calls.decisionOf(third.getBean(ReplicaDriver.class), "seat")).isEqualTo("alice"));
    }

    /** As the contexts of a test suite do. */
    @Test
    void nodes_of_one_name_work_side_by_side_in_directories_of_their_own(@TempDir Path elsewhere, CapturedOutput output) {
        runner().run(first -> {
            runner().withPropertyValues("paxos.data-dir=" + elsewhere)
                    .run(second -> Calls.requireWon(second.getBean(ReplicaDriver.class), "seat", "bob"));

            Calls.requireWon(first.getBean(ReplicaDriver.class), "seat", "alice");
        });
        assertThat(output).doesNotContain("WARN", "ERROR");
    }

    @Test
    void listeners_are_told_everything_in_their_order() {
        List<String> heard = new CopyOnWriteArrayList<>();
        runner().withBean("heard", Heard.class, () -> new Heard(heard)).withUserConfiguration(Listeners.class).run(context -> {
            Calls.requireWon(context.getBean(ReplicaDriver.class), "seat", "alice");
            context.close();

            List<String> each = new ArrayList<>();
            for (int i = 0; i < heard.size(); i += 2) {
                assertThat(heard.get(i)).startsWith("first ");
                String what = heard.get(i).substring("first ".length());
                assertThat(heard.get(i + 1)).isEqualTo("second " + what);
                each.add(what);
            }
            // founded and leader are told, and each slot once from 1 on
            assertThat(each).anyMatch(what -> what.contains("FOUNDED")).anyMatch(what -> what.contains("role=leader"));
            assertThat(each).filteredOn(what -> what.startsWith("slot ")).startsWith("slot 1", "slot 2")
                    .doesNotHaveDuplicates();
        });
    }

    @Test
    void a_listener_that_throws_harms_nobody() {
        runner().withBean(ReplicaListener.class, () -> new ReplicaListener() {
            @Override
            public void onApplied(Applied slot) {
                throw new IllegalStateException("thrown by a listener, on purpose");
            }
        }).run(context -> Calls.requireWon(context.getBean(ReplicaDriver.class), "seat", "alice"));
    }

    @Test
    void a_listener_may_depend_on_the_node() {
        runner().withUserConfiguration(ListensAndProposes.class).run(context -> {
            Calls.requireWon(context.getBean(ReplicaDriver.class), "seat", "alice");
            assertThat(context.getBean(ListensAndProposes.class).slots).isNotEmpty();
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class ListensAndProposes {

        private final List<Long> slots = new CopyOnWriteArrayList<>();

        @Bean
        ReplicaListener counting(ReplicaDriver driver) {
            return new ReplicaListener() {
                @Override
                public void onApplied(Applied slot) {
                    assertThat(driver.isRunning()).isTrue();
                    slots.add(slot.slot());
                }
            };
        }
    }

    /** What the listeners have heard, for a bean of its own type. */
    record Heard(List<String> all) {

        ReplicaListener listener(String name) {
            return new ReplicaListener() {
                @Override
                public void onApplied(Applied slot) {
                    all.add(name + " slot " + slot.slot());
                }

                @Override
                public void onEvent(Event event) {
                    all.add(name + " " + event);
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Listeners {
        @Bean
        @Order(2)
        ReplicaListener comesSecond(Heard heard) {
            return heard.listener("second");
        }

        @Bean
        @Order(1)
        ReplicaListener comesFirst(Heard heard) {
            return heard.listener("first");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class FailsWhenRefreshed {
        @Bean
        ApplicationListener<ContextRefreshedEvent> failing(ReplicaDriver driver) {
            return event -> {
                assertThat(driver.isRunning()).isTrue();
                throw new IllegalStateException("the host fails after the node has started");
            };
        }
    }
}
