package io.paxos.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StateTableTests {

    @Test
    void each_vector_is_there_once_in_the_order_of_its_coming() {
        StateTable table = new StateTable(3);
        Map<List<Integer>, Integer> model = new HashMap<>();
        Random random = new Random(5);
        for (int i = 0; i < 50_000; i++) {
            int[] vector = {random.nextInt(40), random.nextInt(40), -random.nextInt(40)};
            Integer known = model.putIfAbsent(List.of(vector[0], vector[1], vector[2]), model.size());
            assertThat(table.add(vector, i, -i)).isEqualTo(known == null ? model.size() - 1 : -1);
            if (known == null) {
                assertThat(table.before(model.size() - 1)).isEqualTo(i);
                assertThat(table.by(model.size() - 1)).isEqualTo(-i);
            }
        }
        assertThat(table.size()).isEqualTo(model.size());
        model.forEach((vector, index) -> {
            int[] found = new int[3];
            table.get(index, found);
            assertThat(found).containsExactly(vector.get(0), vector.get(1), vector.get(2));
        });
    }
}
