package io.dromedary.bench;

import java.util.List;

/** What several measurements of the same thing gave. */
record Figures(double least, double median, double most) {

    /** Of at least one measurement; of an even number the upper middle one is the median. */
    static Figures of(List<Double> measured) {
        List<Double> sorted = measured.stream().sorted().toList();
        return new Figures(sorted.get(0), sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1));
    }
}
