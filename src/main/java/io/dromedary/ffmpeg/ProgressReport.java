package io.dromedary.ffmpeg;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The progress of an encode, from one block of {@code -progress}.
 *
 * @param seconds of output written
 * @param speed   times real time, if ffmpeg reports it
 * @param frames  frames written; none if it writes only sound
 */
public record ProgressReport(double seconds, OptionalDouble speed, OptionalLong frames) {

    /** Collects the {@code key=value} lines of {@code -progress}; a block ends with the line {@code progress=…}. */
    static final class Reader {

        /** In microseconds: 30,000 years. */
        private static final double LARGEST = 1e18;

        private double seconds;
        private OptionalDouble speed = OptionalDouble.empty();
        private OptionalLong frames = OptionalLong.empty();

        /** Takes the next line; returns a report if the line ends a block. */
        Optional<ProgressReport> line(String line) {
            int equals = line.indexOf('=');
            String value = line.substring(equals + 1).strip();
            switch (equals < 0 ? "" : line.substring(0, equals)) {
                case "out_time_us" -> number(value).ifPresent(micros -> seconds = Math.max(0, micros / 1e6));
                case "frame" -> number(value).ifPresent(count -> frames = OptionalLong.of((long) count));
                case "speed" -> speed = value.endsWith("x")
                        ? number(value.substring(0, value.length() - 1)) : OptionalDouble.empty();
                case "progress" -> {
                    return Optional.of(new ProgressReport(seconds, speed, frames));
                }
                default -> { }
            }
            return Optional.empty();
        }

        /** Parses a number. Unknown values are N/A; impossible ones, which a hostile guest may print, are ignored. */
        private static OptionalDouble number(String text) {
            try {
                double value = Double.parseDouble(text);
                return Math.abs(value) < LARGEST ? OptionalDouble.of(value) : OptionalDouble.empty();
            } catch (NumberFormatException notKnownYet) {
                return OptionalDouble.empty();
            }
        }
    }
}
