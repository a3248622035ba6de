package io.dromedary.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What came of a row.
 *
 * @param failure why there is not a turn for each that was asked for; empty for a row that was measured
 */
record Result(Row row, List<Turn> turns, Optional<String> failure) {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Figures figures(ToDoubleFunction<Turn> side) {
        return Figures.of(turns.stream().map(side::applyAsDouble).toList());
    }

    private boolean isCompared() {
        return turns.stream().anyMatch(turn -> turn.bare() != 0);
    }

    /** Its line in the table. */
    String line() {
        if (turns.isEmpty()) {
            return String.format(Locale.ROOT, "%-13s %-6s  failed: %s", row.name(), row.unit(), failure.orElse("").lines().findFirst().orElse(""));
        }
        String bare = isCompared() ? numbers(figures(Turn::bare)) : " ".repeat(26);
        String figure = row.aim().map(aim -> String.format(Locale.ROOT, "%8s  %-7s%s", number(aim.figure(turns)), aim,
                aim.isReached(turns) ? "" : " not reached")).orElse("");
        return String.format(Locale.ROOT, "%-13s %-6s %s %s %s", row.name(), row.unit(), numbers(figures(Turn::job)), bare, figure)
                .stripTrailing();
    }

    private static String numbers(Figures figures) {
        return String.format(Locale.ROOT, "%8s %8s %8s", number(figures.least()), number(figures.median()), number(figures.most()));
    }

    private static String number(double value) {
        int places = Math.abs(value) >= 1000 ? 0 : Math.abs(value) >= 100 ? 1 : Math.abs(value) >= 10 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + places + "f", value);
    }

    /** All of it, for programs. */
    ObjectNode json() {
        ObjectNode all = JSON.createObjectNode().put("name", row.name()).put("title", row.title()).put("unit", row.unit());
        turns.forEach(turn -> all.withArray("turns").add(JSON.createObjectNode().put("job", turn.job()).put("bare", turn.bare())));
        failure.ifPresent(why -> all.put("failure", why));
        if (!turns.isEmpty()) {
            all.set("job", JSON.valueToTree(figures(Turn::job)));
            if (isCompared()) {
                all.set("bare", JSON.valueToTree(figures(Turn::bare)));
            }
            row.aim().ifPresent(aim -> all.put("figure_is", aim.of().name().toLowerCase(Locale.ROOT)).put("figure", aim.figure(turns))
                    .put("aim", aim.toString()).put("reached", aim.isReached(turns)));
        }
        return all;
    }
}
