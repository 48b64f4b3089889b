package io.paxos.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Rows of text in columns, aligned to the right. */
final class Table {

    private final List<List<String>> rows = new ArrayList<>();

    /** @param columns heads of the columns */
    Table(String... columns) {
        rows.add(List.of(columns));
    }

    /** Adds a row. */
    void row(Object... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + rows.get(0).size() + " columns");
        }
        rows.add(Arrays.stream(cells).map(Object::toString).toList());
    }

    /** A number with so many digits after the point. */
    static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }

    /** Nanoseconds as milliseconds. */
    static String millis(long nanos) {
        return number(nanos / 1e6, 2);
    }

    /** All rows, a line each. */
    @Override
    public String toString() {
        return rows.stream().map(this::line).collect(Collectors.joining("\n"));
    }

    private String line(List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            int column = i;
            int width = rows.stream().mapToInt(other -> other.get(column).length()).max().orElse(0);
            line.append(i == 0 ? "" : "  ").append(" ".repeat(width - row.get(i).length())).append(row.get(i));
        }
        return line.toString().stripTrailing();
    }
}
