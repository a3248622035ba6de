package io.dromedary.media;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a result must have to be whole. It is compared with what was read from the result, never with the plan.
 *
 * @param picture its pictures; empty where it has none, or where they are not compared
 * @param sound how long its sound is; empty where it has none, or where it is not compared
 * @param subtitleTracks how many tracks of subtitles it has
 * @param endsByPictures whether the sound ends with the picture
 */
public record ExpectedResult(Optional<Picture> picture, Optional<Length> sound, int subtitleTracks, boolean endsByPictures) {

    /** Any result. */
    public static final ExpectedResult ANY = new ExpectedResult(Optional.empty(), Optional.empty(), 0, false);

    /** A result of pictures alone. */
    public static ExpectedResult of(Picture picture) {
        return new ExpectedResult(Optional.of(picture), Optional.empty(), 0, false);
    }

    /** A result of sound alone. */
    public static ExpectedResult of(Length sound) {
        return new ExpectedResult(Optional.empty(), Optional.of(sound), 0, false);
    }

    /**
     * Pictures.
     *
     * @param width pixels
     * @param height pixels
     * @param length how long they are shown
     * @param rate a second; empty where they keep their own times
     */
    public record Picture(int width, int height, Length length, OptionalDouble rate) {

        /** A part by which the rate may differ: of short results, the last picture changes the average. */
        private static final double RATE_PART = 0.05;
        private static final double PICTURES = 1.5;

        /** How pictures of this size, length and rate differ; empty where they do not. */
        Optional<String> difference(int resultWidth, int resultHeight, OptionalDouble seconds, OptionalDouble resultRate) {
            if (resultWidth != width || resultHeight != height) {
                return Optional.of("the picture has %d×%d pixels instead of %d×%d"
                        .formatted(resultWidth, resultHeight, width, height));
            }
            return length.difference("picture", seconds).or(() -> rateDifference(seconds, resultRate));
        }

        private Optional<String> rateDifference(OptionalDouble seconds, OptionalDouble resultRate) {
            // ffprobe tells no rate of one or two pictures.
            if (rate.isEmpty() || seconds.isEmpty() || resultRate.isEmpty()) {
                return Optional.empty();
            }
            double wanted = rate.getAsDouble();
            double tolerance = RATE_PART * wanted + PICTURES / seconds.getAsDouble();
            double found = resultRate.getAsDouble();
            return Math.abs(found - wanted) <= tolerance ? Optional.empty() : Optional.of(text(
                    "the picture has %.2f frames a second instead of %.2f", found, wanted));
        }
    }

    /**
     * How long something plays, in seconds.
     *
     * @param least empty where the input does not say how long it is
     * @param most empty where more than that is no fault: an input may play for longer than it says
     * @param tolerance above 0
     */
    public record Length(OptionalDouble least, OptionalDouble most, double tolerance) {

        /** Any length. */
        public static final Length ANY = new Length(OptionalDouble.empty(), OptionalDouble.empty(), 1);

        /** The same of something that ends after these seconds, or before. */
        public Length upTo(double seconds) {
            return new Length(least.isPresent() ? OptionalDouble.of(Math.min(least.getAsDouble(), seconds)) : least,
                    OptionalDouble.of(Math.min(most.orElse(seconds), seconds)), tolerance);
        }

        /** Is there anything to compare? */
        boolean isKnown() {
            return least.isPresent() || most.isPresent();
        }

        /** Must there be something at all? */
        boolean isSomething() {
            return least.orElse(0) > tolerance;
        }

        /** How a length differs, of what this is about; empty where it does not. */
        Optional<String> difference(String what, OptionalDouble seconds) {
            double found = seconds.orElse(0);
            if (least.isPresent() && found < least.getAsDouble() - tolerance) {
                return Optional.of(text("the " + what + " is %.2f s long instead of %.2f s", found, least.getAsDouble()));
            }
            if (most.isPresent() && found > most.getAsDouble() + tolerance) {
                return Optional.of(text("the " + what + " is %.2f s long instead of %.2f s", found, most.getAsDouble()));
            }
            return Optional.empty();
        }
    }

    /**
     * How a result differs, in words for the job's owner; empty where it does not.
     *
     * @param result what ffprobe reports of it
     */
    public Optional<String> difference(MediaFile result) {
        var differences = new ArrayList<String>();
        picture.ifPresent(expected -> result.picture().ifPresentOrElse(
                stream -> expected.difference(stream.width(), stream.height(), length(result, stream), stream.frameRate())
                        .ifPresent(differences::add),
                () -> differences.add("it has no picture")));
        sound.ifPresent(expected -> result.audio().ifPresentOrElse(
                stream -> besidePictures(expected, result).difference("sound", length(result, stream)).ifPresent(differences::add),
                () -> soundMissing(expected).ifPresent(differences::add)));
        long found = result.streams().stream().filter(MediaFile::isSubtitle).count();
        if (found < subtitleTracks) {
            differences.add(found == 0 ? "it has no track of subtitles"
                    : "it has %d tracks of subtitles instead of %d".formatted(found, subtitleTracks));
        }
        return said(differences);
    }

    private Length besidePictures(Length expected, MediaFile result) {
        OptionalDouble pictures = result.picture().map(stream -> length(result, stream)).orElse(OptionalDouble.empty());
        return endsByPictures && pictures.isPresent() ? expected.upTo(pictures.getAsDouble()) : expected;
    }

    /**
     * How a rendition differs.
     *
     * @param seconds how long its segments play
     * @param sample what ffprobe reports of the first one
     */
    Optional<String> difference(double seconds, MediaFile sample) {
        OptionalDouble length = OptionalDouble.of(seconds);
        return picture.flatMap(expected -> sample.picture()
                        .map(stream -> expected.difference(stream.width(), stream.height(), length, expected.rate()))
                        .orElse(Optional.of("it has no picture")))
                .or(() -> sound.flatMap(expected -> sample.audio().isEmpty() ? Optional.of("it has no sound")
                        : expected.difference("sound", length)));
    }

    /**
     * Checks how long the sound is of which something was measured.
     *
     * @throws MediaException {@code encode_incomplete}
     */
    public static void checkSound(Length expected, double seconds) {
        expected.difference("sound", OptionalDouble.of(seconds)).flatMap(what -> said(List.of(what))).ifPresent(message -> {
            throw MediaException.of(MediaException.Kind.ENCODE_INCOMPLETE, message);
        });
    }

    private static Optional<String> soundMissing(Length expected) {
        return expected.isKnown() && !expected.isSomething() ? Optional.empty() : Optional.of("it has no sound");
    }

    /** When a stream ends; the file's length where it is alone or does not say. */
    private static OptionalDouble length(MediaFile result, MediaStream stream) {
        OptionalDouble end = result.end(stream);
        return end.isPresent() ? end : result.duration();
    }

    /** The differences in one sentence. */
    private static Optional<String> said(List<String> differences) {
        return differences.isEmpty() ? Optional.empty() : Optional.of("The result is not whole: "
                + String.join("; ", differences) + ". Nothing of it is published.");
    }

    private static String text(String pattern, double found, double wanted) {
        return String.format(Locale.ROOT, pattern, found, wanted);
    }
}
