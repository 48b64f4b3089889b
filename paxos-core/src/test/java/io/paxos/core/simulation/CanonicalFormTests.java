package io.paxos.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CanonicalFormTests {

    private static final class Part {
        private int number;
        private Object other;
    }

    @Test
    void equal_states_have_equal_texts_and_others_have_not() {
        assertThat(CanonicalForm.of(part(1, null))).isEqualTo(CanonicalForm.of(part(1, null)))
                .isNotEqualTo(CanonicalForm.of(part(2, null))).isNotEqualTo(CanonicalForm.of(part(1, part(1, null))));
        assertThat(CanonicalForm.of(List.of("a", "b"))).isNotEqualTo(CanonicalForm.of(List.of("b", "a")));
        assertThat(CanonicalForm.of(List.of(1, 23))).isNotEqualTo(CanonicalForm.of(List.of(12, 3)));
        assertThat(CanonicalForm.of(new TreeMap<>(Map.of(1, 2))))
                .isNotEqualTo(CanonicalForm.of(new TreeMap<>(Map.of(2, 1))));
    }

    @Test
    void what_has_no_order_is_compared_without() {
        Set<String> one = new HashSet<>(64);
        Set<String> two = new HashSet<>(2);
        for (int i = 0; i < 20; i++) {
            one.add("x" + i);
            two.add("x" + (19 - i));
        }
        assertThat(CanonicalForm.of(one)).isEqualTo(CanonicalForm.of(two));
    }

    /** One part that is there twice is not two parts. */
    @Test
    void identity_and_cycles_count() {
        Part shared = part(1, null);
        assertThat(CanonicalForm.of(new ArrayList<>(List.of(shared, shared))))
                .isNotEqualTo(CanonicalForm.of(Arrays.asList(part(1, null), part(1, null))));
        Part own = part(1, null);
        own.other = own;
        assertThat(CanonicalForm.of(own)).isNotEqualTo(CanonicalForm.of(part(1, part(1, null))));
    }

    @Test
    void what_it_does_not_know_is_an_error() {
        assertThatIllegalStateException().isThrownBy(() -> CanonicalForm.of(part(1, Optional.of("hidden"))))
                .withMessageContaining("java.util.Optional");
    }

    private static Part part(int number, Object other) {
        Part part = new Part();
        part.number = number;
        part.other = other;
        return part;
    }
}
