package io.dromedary.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A table with headings; each column is as wide as its widest cell. */
final class Table {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... headings) {
        rows.add(List.of(headings));
    }

    Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    void print(Consumer<String> out) {
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                line.append(cell);
                line.append(" ".repeat(width(column) - cell.length())).append(GAP);
            }
            out.accept(line.toString().stripTrailing());
        }
    }

    private int width(int column) {
        return rows.stream().mapToInt(r -> r.get(column).length()).max().orElse(0);
    }
}
