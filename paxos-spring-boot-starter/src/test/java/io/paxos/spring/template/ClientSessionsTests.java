package io.paxos.spring.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.log.ClientId;
import io.paxos.core.session.AnswerLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("P90")
class ClientSessionsTests {

    private final ClientSessions sessions = new ClientSessions();

    @Test
    void sequences_of_a_client_begin_at_one_and_name_the_lowest_that_is_open() {
        ClientSessions.Sequence first = sessions.open();
        ClientSessions.Sequence second = sessions.open();
        ClientSessions.Sequence third = sessions.open();
        second.close();
        ClientSessions.Sequence fourth = sessions.open();
        first.close();
        first.close();
        ClientSessions.Sequence fifth = sessions.open();

        assertThat(List.of(first, second, third, fourth, fifth)).extracting(call -> call.id().sequence())
                .containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(List.of(first, second, third, fourth, fifth)).extracting(ClientSessions.Sequence::lowestOpen)
                .containsExactly(1L, 1L, 1L, 1L, 3L);
        assertThat(List.of(second, fifth)).extracting(call -> call.id().client()).containsOnly(first.id().client());
    }

    @Test
    void two_processes_are_two_clients() {
        assertThat(new ClientSessions().open().id().client()).isNotEqualTo(sessions.open().id().client());
    }

    @Test
    void a_full_window_means_one_more_client_until_it_has_room_again() {
        ClientSessions.Sequence lowest = sessions.open();
        for (int i = 1; i < ClientSessions.WINDOW; i++) {
            sessions.open().close();
        }

        ClientSessions.Sequence inAnother = sessions.open();
        lowest.close();
        ClientSessions.Sequence again = sessions.open();

        assertThat(inAnother.id().client()).isNotEqualTo(lowest.id().client());
        assertThat(inAnother.id().sequence()).isEqualTo(1);
        assertThat(again.id().client()).isEqualTo(lowest.id().client());
        assertThat(again.id().sequence()).isEqualTo(ClientSessions.WINDOW + 1L);
        assertThat(again.lowestOpen()).isEqualTo(ClientSessions.WINDOW + 1L);
    }

    @Test
    void at_random_no_sequence_comes_twice_and_the_table_would_refuse_none() {
        long seed = 20_240_607;
        Random random = new Random(seed);
        List<ClientSessions.Sequence> open = new ArrayList<>();
        Set<Object> seen = new HashSet<>();
        Map<ClientId, Long> lowestSaid = new HashMap<>();
        int most = 0;
        for (int i = 0; i < 200_000; i++) {
            if (open.size() < 3_000 && random.nextInt(100) < 52) {
                ClientSessions.Sequence sequence = sessions.open();
                open.add(sequence);
                most = Math.max(most, open.size());
                ClientId client = sequence.id().client();
                assertThat(seen.add(sequence.id())).as("twice, seed %d", seed).isTrue();
                assertThat(sequence.id().sequence() - sequence.lowestOpen()).as("window, seed %d", seed)
                        .isBetween(0L, AnswerLimits.DEFAULTS.openPerClient() - 1L);
                assertThat(sequence.lowestOpen()).as("falls, seed %d", seed)
                        .isGreaterThanOrEqualTo(lowestSaid.getOrDefault(client, 1L));
                lowestSaid.put(client, sequence.lowestOpen());
                if (i % 1_000 == 0) {
                    assertThat(open).as("an open one is declared closed, seed %d", seed).allMatch(
                            other -> other.id().sequence() >= lowestSaid.get(other.id().client()));
                }
            } else if (!open.isEmpty()) {
                open.remove(random.nextInt(open.size())).close();
            }
        }

        assertThat(most).as("seed %d", seed).isGreaterThan(2 * ClientSessions.WINDOW);
        // random closing keeps old ones open for long, so windows are used up by their span before they are full
        assertThat(lowestSaid.size()).as("clients, seed %d", seed).isLessThan(60);
    }
}
