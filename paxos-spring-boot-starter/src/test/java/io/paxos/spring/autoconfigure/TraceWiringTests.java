package io.paxos.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.driver.ReplicaDriver;
import io.paxos.core.port.AcceptorStore;
import io.paxos.core.port.ReplicaListener;
import io.paxos.core.trace.TraceEvent;
import io.paxos.core.trace.TraceEvent.Kind;
import io.paxos.spring.actuator.PaxosEndpoint;
import io.paxos.spring.actuator.StepTrace;
import io.paxos.spring.actuator.TraceReport;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

/** The trace of a node: off unless asked for, bounded, and free for the host to take over. */
@Tag("TOY-5")
@Tag("USI-10")
@ExtendWith(OutputCaptureExtension.class)
class TraceWiringTests {

    private static WebApplicationContextRunner runner() {
        return new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(PaxosAutoConfiguration.class,
                PaxosTemplateAutoConfiguration.class, PaxosActuatorAutoConfiguration.class, EndpointAutoConfiguration.class))
                .withBean(AcceptorStore.class, ForgetfulStore::new)
                .withPropertyValues("management.endpoints.web.exposure.include=*");
    }

    @Test
    void a_node_is_not_traced_unless_it_is_asked_for() {
        List<TraceEvent> told = new CopyOnWriteArrayList<>();
        for (String asked : List.of("paxos.trace.size=5", "paxos.trace.enabled=false")) {
            runner().withPropertyValues(asked).withBean("hosts", ReplicaListener.class, () -> listener(told)).run(context -> {
                Calls.requireWon(context.getBean(ReplicaDriver.class), "seat", "alice");
                assertThat(context).doesNotHaveBean(StepTrace.class);
                assertThat(context.getBean(PaxosEndpoint.class).part("trace")).isNull();
                assertThat(told).isEmpty();
            });
        }
    }

    @Test
    void a_traced_node_shows_both_phases_and_tells_listeners_of_the_host() {
        List<TraceEvent> told = new CopyOnWriteArrayList<>();
        runner().withPropertyValues("paxos.trace.enabled=true").withBean("hosts", ReplicaListener.class, () -> listener(told))
                .run(context -> {
                    Calls.requireWon(context.getBean(ReplicaDriver.class), "seat", "alice");

                    List<TraceReport.EventReport> shown = shown(context);
                    assertThat(shown).extracting(TraceReport.EventReport::kind).containsExactly("prepare", "promise", "accept",
                            "accepted", "accept", "accepted");
                    assertThat(shown).extracting(TraceReport.EventReport::number).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
                    assertThat(told).extracting(TraceEvent::kind).containsExactly(Kind.PREPARE, Kind.PROMISE, Kind.ACCEPT,
                            Kind.ACCEPTED, Kind.ACCEPT, Kind.ACCEPTED);
                    assertThat(shown.get(5).chosenUpTo()).isEqualTo(2);
                    assertThat(context.getBean(PaxosEndpoint.class).part("traces")).isNull();
                });
    }

    @Test
    void the_last_events_are_kept_and_no_more() {
        runner().withPropertyValues("paxos.trace.enabled=true", "paxos.trace.size=3").run(context -> {
            Calls.requireWon(context.getBean(ReplicaDriver.class), "seat", "alice");

            assertThat(shown(context)).extracting(TraceReport.EventReport::number).containsExactly(4L, 5L, 6L);
        });
    }

    @Test
    void the_trace_gives_way_to_the_hosts() {
        StepTrace hosts = new StepTrace(NodeId.of("node1"), 1);
        runner().withPropertyValues("paxos.trace.enabled=true").withBean("hosts", StepTrace.class, () -> hosts).run(context -> {
            Calls.requireWon(context.getBean(ReplicaDriver.class), "seat", "alice");
            assertThat(context).hasSingleBean(StepTrace.class);
            assertThat(shown(context)).hasSize(1);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"enabled=maybe", "size=0", "size=100001", "size=-1", "size=many", "level=1"})
    void a_property_that_cannot_be_meant_is_refused_by_name(String property, @TempDir Path dataDir, CapturedOutput output) {
        assertThatThrownBy(() -> SmallApplication.run(dataDir, "paxos.trace." + property).close());

        FailedStartTests.assertFailureReport(output).contains("paxos.trace." + property.substring(0, property.indexOf('=')));
        assertThat(dataDir).isEmptyDirectory();
    }

    @Test
    void the_largest_and_smallest_sizes_are_taken() {
        for (String size : List.of("1", "100000")) {
            runner().withPropertyValues("paxos.trace.enabled=true", "paxos.trace.size=" + size)
                    .run(context -> assertThat(context).hasNotFailed());
        }
    }

    private static List<TraceReport.EventReport> shown(ApplicationContext context) {
        TraceReport report = context.getBean(PaxosEndpoint.class).part("trace");
        assertThat(report).isNotNull();
        assertThat(report.node()).isEqualTo("node1");
        return report.events();
    }

    private static ReplicaListener listener(List<TraceEvent> told) {
        return new ReplicaListener() {
            @Override
            public void onTraced(TraceEvent event) {
                told.add(event);
            }
        };
    }
}
