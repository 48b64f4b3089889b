package io.paxos.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TableTests {

    @Test
    void columns_are_aligned_to_the_right() {
        Table table = new Table("callers", "p50", "");
        table.row(1, Table.millis(1_234_567), "");
        table.row(64, Table.number(12_345.67, 1), "odd");
        assertThat(table).hasToString("""
                callers       p50
                      1      1.23
                     64  12,345.7  odd""");
    }

    @Test
    void a_row_has_a_cell_for_each_column() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Table("a", "b").row("c"));
    }
}
