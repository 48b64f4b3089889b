package io.paxos.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.context.ConfigurableApplicationContext;

class ClusterLauncherTests {

    private final List<String> story = new ArrayList<>();

    private ConfigurableApplicationContext start(String[] args) {
        String node = MDC.get("paxos.node");
        assertThat(Arrays.asList(args)).contains("--paxos.node-id=" + node, "--paxos.data-dir=X");
        story.add("start " + node);
        ConfigurableApplicationContext context = mock(ConfigurableApplicationContext.class);
        doAnswer(call -> story.add("close " + MDC.get("paxos.node"))).when(context).close();
        return context;
    }

    @Test
    void three_nodes_start_one_after_the_other_and_are_closed_once_in_turn() {
        ClusterLauncher launcher = new ClusterLauncher(this::start);
        assertThat(launcher.start(new String[] {"--cluster", "--paxos.data-dir=X"})).isTrue();
        launcher.close();
        launcher.close();
        assertThat(story).containsExactly("start node1", "start node2", "start node3", "close node3", "close node2",
                "close node1");
        assertThat(MDC.get("paxos.node")).isNull();
    }

    @Test
    void if_one_does_not_start_those_before_it_are_closed() {
        ClusterLauncher launcher = new ClusterLauncher(args -> {
            if (story.size() == 2) {
                throw new IllegalStateException("no");
            }
            return start(args);
        });
        assertThat(launcher.start(new String[] {"--cluster", "--paxos.data-dir=X"})).isFalse();
        assertThat(story).containsExactly("start node1", "start node2", "close node2", "close node1");
    }

    @Test
    void nothing_starts_any_more_once_the_end_has_begun() {
        ClusterLauncher launcher = new ClusterLauncher(this::start);
        launcher.close();
        assertThat(launcher.start(new String[] {"--cluster", "--paxos.data-dir=X"})).isFalse();
        assertThat(story).isEmpty();
    }

    @Test
    void one_that_does_not_close_does_not_keep_the_others_from_it() {
        ClusterLauncher launcher = new ClusterLauncher(args -> {
            ConfigurableApplicationContext context = start(args);
            if (story.size() == 3) {
                doAnswer(call -> {
                    throw new IllegalStateException("stuck");
                }).when(context).close();
            }
            return context;
        });
        assertThat(launcher.start(new String[] {"--cluster", "--paxos.data-dir=X"})).isTrue();
        launcher.close();
        assertThat(story).endsWith("close node2", "close node1");
    }
}
