package io.paxos.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.paxos.core.log.Bytes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTests {

    @ParameterizedTest
    @ValueSource(strings = {"a", "Z", "0", "seat-12A", "orders.eu:2_b", "a-", "9._:-"})
    void takesNames(String name) {
        assertThat(Names.requireValid(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", ".a", "_a", ":a", "a b", "a/b", "a\n", "a\0", "\u00e4", "a\u00e4", "a\u0660",
        "\uff11"})
    void refusesEverythingElse(String name) {
        assertThat(Names.isValid(name)).isFalse();
    }

    @Test
    void takes128CharactersAndNotOneMore() {
        assertThat(Names.isValid("x".repeat(128))).isTrue();
        assertThat(Names.isValid("x".repeat(129))).isFalse();
    }

    @Test
    @Tag("P83")
    void doesNotRepeatARefusedName() {
        assertThatIllegalArgumentException().isThrownBy(() -> Names.requireValid("two\nlines"))
                .withMessageContaining("9 characters").withMessageNotContaining("two");
    }

    @Test
    void noOperationAndNoQueryHasAnotherName() {
        String none = "no name";

        assertThatIllegalArgumentException().isThrownBy(() -> new Decide(none, Bytes.EMPTY));
        assertThatIllegalArgumentException().isThrownBy(() -> new Append(none, Bytes.EMPTY));
        assertThatIllegalArgumentException().isThrownBy(() -> new Put(none, Bytes.EMPTY));
        assertThatIllegalArgumentException().isThrownBy(() -> new CompareAndSet(none, null, Bytes.EMPTY));
        assertThatIllegalArgumentException().isThrownBy(() -> new DecisionOf(none));
        assertThatIllegalArgumentException().isThrownBy(() -> new LogRange(none, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new LogSize(none));
        assertThatIllegalArgumentException().isThrownBy(() -> new ValueOf(none));
    }

    @Test
    void aRangeHasNoNegativeStartAndIsNotEmpty() {
        assertThatIllegalArgumentException().isThrownBy(() -> new LogRange("log", -1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new LogRange("log", 0, 0));
    }
}
