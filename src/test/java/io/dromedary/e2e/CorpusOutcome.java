package io.dromedary.e2e;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What became of a folder of files. */
record CorpusOutcome(List<String> kinds, List<CorpusRow> rows) implements LongRun.Outcome {

    @Override
    public boolean isRight() {
        return rows.stream().noneMatch(row -> isWrong(row.verdict()));
    }

    private static boolean isWrong(CorpusRow.Verdict verdict) {
        return verdict == CorpusRow.Verdict.DIFFERS || verdict == CorpusRow.Verdict.FAILED;
    }

    @Override
    public String table() {
        var lines = new ArrayList<String>();
        lines.add("\n%-16s %6s %8s %8s %7s".formatted("kind", "right", "refused", "differs", "failed"));
        for (String kind : kinds) {
            lines.add("%-16s %6d %8d %8d %7d".formatted(kind, count(kind, CorpusRow.Verdict.RIGHT),
                    count(kind, CorpusRow.Verdict.REFUSED), count(kind, CorpusRow.Verdict.DIFFERS),
                    count(kind, CorpusRow.Verdict.FAILED)));
        }
        lines.add("\nrefused, and why");
        Map<String, Long> reasons = rows.stream().filter(row -> row.verdict() == CorpusRow.Verdict.REFUSED)
                .collect(Collectors.groupingBy(CorpusRow::reason, Collectors.counting()));
        reasons.entrySet().stream().sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(reason -> lines.add("%6d  %s".formatted(reason.getValue(), reason.getKey())));
        if (!isRight()) {
            lines.add("\ndiffers or failed");
            rows.stream().filter(row -> isWrong(row.verdict())).forEach(row -> lines.add("  " + row.line()));
        }
        return String.join("\n", lines);
    }

    private long count(String kind, CorpusRow.Verdict verdict) {
        return rows.stream().filter(row -> row.kind().equals(kind) && row.verdict() == verdict).count();
    }
}
