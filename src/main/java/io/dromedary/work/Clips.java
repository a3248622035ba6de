package io.dromedary.work;

import io.dromedary.media.Timeline;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * The inputs of jobs that join several. They are fetched and probed one after the other, as a single one is: whichever it
 * is has the attempt's attention. Together they are bounded like one.
 */
public final class Clips {

    private final Imports imports;
    private final Plans plans;
    private final long maxBytes;

    /** @param maxBytes the most bytes of all inputs of a job */
    public Clips(Imports imports, Plans plans, long maxBytes) {
        this.imports = imports;
        this.plans = plans;
        this.maxBytes = maxBytes;
    }

    /** The numbers of all inputs, from 0. */
    public List<Integer> all(Attempt attempt) {
        return IntStream.range(0, attempt.job().order().inputs().size()).boxed().toList();
    }

    /** The numbers of all inputs but the first. */
    public List<Integer> others(Attempt attempt) {
        return all(attempt).stream().skip(1).toList();
    }

    /** Turns to an input, of which nothing is fetched yet if it is new. */
    public JobInput turnTo(Attempt attempt, int number) {
        JobInput input = number < attempt.inputs().size() ? attempt.inputs().get(number) : imports.openClip(attempt, number);
        attempt.turnTo(input);
        return input;
    }

    /**
     * Records what is known of the input that has the attention.
     *
     * @throws Problem {@code input_too_large}, {@code resource_limit} if the inputs so far are more than one may be
     */
    public void probed(Attempt attempt, Probed probed) {
        attempt.input().setProbed(probed);
        if (attempt.bytes() > maxBytes) {
            throw new Problem(ProblemKind.INPUT_TOO_LARGE, "The inputs together are larger than the " + maxBytes
                    + " bytes that this server takes (dromedary.input.max-bytes).");
        }
        List<Probed> all = attempt.inputs().stream().flatMap(input -> input.probed().stream()).toList();
        if (all.stream().allMatch(input -> input.media().knowsDuration())) {
            double seconds = all.stream().map(input -> input.media().duration()).mapToDouble(OptionalDouble::orElseThrow).sum();
            plans.media().excess(all.get(0).media().measured(seconds, new Timeline(0, true))).ifPresent(message -> {
                throw new Problem(ProblemKind.RESOURCE_LIMIT, "Of the inputs together: " + message);
            });
        }
    }

    /** Turns back to the first input, which stands for all. */
    public Probed together(Attempt attempt) {
        turnTo(attempt, 0);
        boolean whole = attempt.inputs().stream().allMatch(input -> input.probed().orElseThrow().whole());
        return new Probed(attempt.input().probed().orElseThrow().media(), whole);
    }
}
