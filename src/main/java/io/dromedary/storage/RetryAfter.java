package io.dromedary.storage;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Reads {@code Retry-After} (RFC 9110, 10.2.3) in seconds; a date, which depends on the server's clock, is ignored.
 * Called when a transfer fails, it stores the end of the delay.
 */
public final class RetryAfter implements Processor {

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
    /** A transfer keeps its slot while it waits: for a longer delay, the job is queued again. */
    private static final Duration LONGEST_OF_TRANSFER = Duration.ofSeconds(10);
    private static final String NOT_BEFORE = "DromedaryNotBefore";

    private final LongSupplier nanoTime;

    /**
     * Stores the delays that servers ask for.
     *
     * @param nanoTime the clock
     */
    public RetryAfter(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** The answer of a web server in trouble, with its delay if it named one. */
    static final class Later extends IOException {

        private static final long serialVersionUID = 1;
        private final transient Optional<String> wait;

        Later(int status, Optional<String> wait) {
            super("The server answers " + status);
            this.wait = wait;
        }
    }

    /** The delay that the server asked for in the answer that caused this failure. */
    public static Optional<Duration> of(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .flatMap(cause -> said(cause).stream()).map(String::strip)
                .filter(text -> SECONDS.matcher(text).matches()).findFirst()
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }

    /** Does the server ask for a longer delay than a transfer waits? */
    public static boolean isLong(Throwable failure) {
        return of(failure).filter(said -> said.compareTo(LONGEST_OF_TRANSFER) > 0).isPresent();
    }

    private static Optional<String> said(Throwable cause) {
        if (cause instanceof AwsServiceException answer) {
            return Optional.ofNullable(answer.awsErrorDetails()).flatMap(details -> Optional.ofNullable(
                    details.sdkHttpResponse())).flatMap(response -> response.firstMatchingHeader("Retry-After"));
        }
        return cause instanceof Later later ? later.wait : Optional.empty();
    }

    /** Stores the end of the server's delay; now, if it asked for none. */
    @Override
    public void process(Exchange exchange) {
        Duration wait = of(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class)).orElse(Duration.ZERO);
        exchange.setProperty(NOT_BEFORE, nanoTime.getAsLong() + wait.toNanos());
    }

    /** The rest of that delay. */
    public Duration left(Exchange exchange) {
        return Duration.ofNanos(Math.max(0, exchange.getProperty(NOT_BEFORE, Long.class) - nanoTime.getAsLong()));
    }
}
