package io.dromedary.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.e2e.Doc;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What bin/bench makes of what it measures. */
class TableTest {

    private static final List<Turn> TURNS = List.of(new Turn(3, 2), new Turn(8, 4), new Turn(4, 4));

    private static Result result(Aim aim) {
        return new Result(new Row("name", "title", "s", aim, 3, (rig, number) -> Turn.of(0)), TURNS, Optional.empty());
    }

    @Test
    void aRatioIsTheMedianOfThoseOfTheTurns() {
        assertThat(result(Aim.ratioAtMost(1.5)).json().get("figure").asDouble()).isEqualTo(1.5);
        assertThat(result(Aim.ratioAtMost(1.5)).json().get("reached").asBoolean()).isTrue();
        assertThat(result(Aim.ratioAtMost(1.4)).line()).endsWith("≤ 1.40  not reached");
        assertThat(result(Aim.ratioAtLeast(1.6)).line()).endsWith("≥ 1.60  not reached");
    }

    @Test
    void whatIsNeededBeyondTheComparisonIsADifference() {
        assertThat(result(Aim.beyondAtMost(1)).json().get("figure").asDouble()).isEqualTo(1);
        assertThat(result(Aim.atMost(4)).json().get("figure").asDouble()).isEqualTo(4);
    }

    @Test
    void itShowsLeastMedianAndMostOfBothSides() {
        assertThat(result(Aim.ratioAtMost(1)).line().split(" +")).startsWith("name", "s", "3.000", "4.000", "8.000", "2.000", "4.000",
                "4.000", "1.500");
    }

    @Test
    void aRowThatFailsSaysWhy() {
        var failed = new Result(result(Aim.atMost(1)).row(), List.of(), Optional.of("IOException: no store\nmore"));
        assertThat(failed.line()).endsWith("failed: IOException: no store");
        assertThat(failed.json().get("failure").asText()).contains("more");
    }

    @Test
    void eachRowHasANameOfItsOwn() {
        assertThat(Bench.rows()).extracting(Row::name).doesNotHaveDuplicates().hasSizeGreaterThan(15);
    }

    static List<ProgramRows.Program> programs() {
        return ProgramRows.programs();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void theFigureOfAnotherProgramIsFoundInWhatItPrints(ProgramRows.Program program) throws Exception {
        String printed = Doc.of("bench/RESULTS.md").blocks("").stream()
                .filter(block -> block.startsWith("$ bench/" + program.name())).findFirst().orElseThrow();
        assertThat(program.figure(printed)).isPositive();
    }
}
