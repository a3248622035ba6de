package io.dromedary.api;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the preference {@code wait} of the header {@code Prefer} (RFC 7240, 4.3). Other preferences are ignored, as it says. */
final class Preference {

    static final String HEADER = "Prefer";
    private static final int MOST_SECONDS = 60;
    private static final Pattern WAIT = Pattern.compile("\\s*wait\\s*=\\s*\"?([0-9]{1,9})\"?\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

    private Preference() {
    }

    /**
     * How long a client is willing to wait for the end of what it asks for, at most a minute. None without a valid
     * preference, and for zero seconds; of several, the first counts (RFC 7240, 2).
     *
     * @param header the header, or null
     */
    static Optional<Duration> wait(String header) {
        for (String preference : header == null ? new String[0] : header.split(",")) {
            Matcher wait = WAIT.matcher(preference);
            if (wait.matches()) {
                return Optional.of(Duration.ofSeconds(Math.min(MOST_SECONDS, Long.parseLong(wait.group(1)))))
                        .filter(time -> !time.isZero());
            }
        }
        return Optional.empty();
    }

    /** What the answer says that was honoured. */
    static String applied(Duration wait) {
        return "wait=" + wait.toSeconds();
    }
}
