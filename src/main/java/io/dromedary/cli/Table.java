package io.dromedary.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A table with headings; each column is as wide as its widest cell. On a narrow terminal, cells are shortened, except ids
 * and what stands in the first column; if that does not suffice, some columns are left out. Text of a last column without a
 * heading is wrapped, as it says what to do.
 */
final class Table {
    private static final String GAP = "  ";
    /** Rather than to shorten cells further, columns are left out. */
    private static final int COMFORTABLE = 24;
    private static final int NARROWEST = 8;

    private final int columns;
    private final String more;
    private final List<List<String>> rows = new ArrayList<>();
    private List<String> spare = List.of();

    /**
     * An empty table.
     *
     * @param columns the width of the terminal in characters
     * @param unicode whether it can show characters beyond ASCII
     */
    Table(int columns, boolean unicode, String... headings) {
        this.columns = columns;
        this.more = unicode ? "…" : "..";
        rows.add(List.of(headings));
    }

    /** Columns that are left out where there is no room for all, in this order. */
    Table spare(String... headings) {
        spare = List.of(headings);
        return this;
    }

    Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    void print(Consumer<String> out) {
        leaveOut();
        int[] widths = widths();
        shrink(widths);
        int last = widths.length - 1;
        for (List<String> row : rows) {
            List<String> texts = isText(last) ? TextFormat.wrapped(row.get(last), widths[last]) : List.of(cell(row, last, widths));
            for (int i = 0; i < texts.size(); i++) {
                var line = new StringBuilder();
                for (int column = 0; column < last; column++) {
                    String cell = i == 0 ? cell(row, column, widths) : "";
                    line.append(cell).append(" ".repeat(widths[column] - cell.length())).append(GAP);
                }
                out.accept(end(line.append(texts.get(i)).toString().stripTrailing()));
            }
        }
    }

    private void leaveOut() {
        for (String heading : spare) {
            int[] narrowest = widths();
            for (int column = 0; column < narrowest.length; column++) {
                narrowest[column] = mayShrink(column) ? Math.min(narrowest[column], COMFORTABLE) : narrowest[column];
            }
            if (total(narrowest) <= columns) {
                return;
            }
            int column = rows.get(0).indexOf(heading);
            rows.replaceAll(row -> Stream.concat(row.subList(0, column).stream(),
                    row.subList(column + 1, row.size()).stream()).toList());
        }
    }

    private static int total(int[] widths) {
        return IntStream.of(widths).sum() + GAP.length() * (widths.length - 1);
    }

    private int[] widths() {
        return IntStream.range(0, rows.get(0).size()).map(this::width).toArray();
    }

    /** Takes from the widest column, again and again, until the table fits or nothing can be taken any more. */
    private void shrink(int[] widths) {
        int total = total(widths);
        while (total > columns) {
            int widest = -1;
            for (int column = 0; column < widths.length; column++) {
                if (mayShrink(column) && widths[column] > NARROWEST && (widest < 0 || widths[column] > widths[widest])) {
                    widest = column;
                }
            }
            if (widest < 0) {
                return;
            }
            widths[widest]--;
            total--;
        }
    }

    private boolean mayShrink(int column) {
        return column > 0 && !rows.get(0).get(column).equals("ID");
    }

    private boolean isText(int column) {
        return column > 0 && rows.get(0).get(column).isEmpty();
    }

    private String cell(List<String> row, int column, int[] widths) {
        String cell = row.get(column);
        int width = widths[column];
        if (cell.length() <= width) {
            return cell;
        }
        // The end of a name or a URL tells more than its middle.
        int kept = width - more.length();
        return cell.substring(0, (kept + 1) / 2) + more + cell.substring(cell.length() - kept / 2);
    }

    /** A line that is still too long would be continued on the next, where no column begins. */
    private String end(String line) {
        return line.length() <= columns ? line : line.substring(0, columns - more.length()) + more;
    }

    private int width(int column) {
        return rows.stream().mapToInt(r -> r.get(column).length()).max().orElse(0);
    }
}
