package io.dromedary.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a result differs from the file that it is made of, where nothing was asked for but its kind. */
final class CorpusComparison {

    /** Where an animation is cut off. */
    static final int ANIMATION_SECONDS = 3;

    /** Sound has a beginning and an end of some thousandths of a second that encoders add; a picture may last for a tenth. */
    private static final double SECONDS = 0.3;
    private static final double SHARE = 0.02;
    /** Encoders want even sizes. */
    private static final int PIXELS = 2;

    private CorpusComparison() {
    }

    /**
     * Compares them.
     *
     * @param warned whether the job says that it has left something out
     * @return what differs, in words
     */
    static List<String> differences(String kind, CorpusMeasure input, CorpusMeasure result, boolean warned) {
        var differences = new ArrayList<String>();
        switch (kind) {
            case "audio" -> length("sound", input.sound(), result.sound(), differences);
            case "image" -> size(input, result, true, differences);
            case "animation" -> length("picture", input.picture().map(seconds -> Math.min(ANIMATION_SECONDS, seconds)),
                    result.picture(), differences);
            default -> {
                tracks(input, result, warned, differences);
                length("file", input.whole(), result.whole(), differences);
                if (result.hasSound()) {
                    length("sound", input.sound(), result.sound(), differences);
                }
                if (kind.equals("video")) {
                    size(input, result, false, differences);
                }
            }
        }
        return differences;
    }

    private static void tracks(CorpusMeasure input, CorpusMeasure result, boolean warned, List<String> differences) {
        if (input.hasPicture() && !result.hasPicture()) {
            differences.add("the picture is lost");
        }
        if (input.hasSound() && !result.hasSound() && !warned) {
            differences.add("the sound is lost without a word");
        }
    }

    private static void length(String what, Optional<Double> input, Optional<Double> result, List<String> differences) {
        if (input.isPresent() && result.isPresent()
                && Math.abs(input.get() - result.get()) > Math.max(SECONDS, SHARE * input.get())) {
            differences.add("the %s lasts %.2f s, not %.2f".formatted(what, result.get(), input.get()));
        }
    }

    /** @param turns whether it may lie on its side in the file, as photographs do */
    private static void size(CorpusMeasure input, CorpusMeasure result, boolean turns, List<String> differences) {
        if (input.width().isPresent() && result.width().isPresent() && !(isSame(input.width(), result.width())
                && isSame(input.height(), result.height())
                || turns && isSame(input.width(), result.height()) && isSame(input.height(), result.width()))) {
            differences.add("%d×%d pixels, not %d×%d".formatted(result.width().get(), result.height().orElse(0),
                    input.width().get(), input.height().orElse(0)));
        }
    }

    private static boolean isSame(Optional<Integer> one, Optional<Integer> other) {
        return Math.abs(one.orElse(0) - other.orElse(0)) <= PIXELS;
    }
}
