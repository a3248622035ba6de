package io.dromedary.storage;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * How long a server wants not to be asked again (RFC 9110, 10.2.3), in seconds; it may also say a date, which is of its clock,
 * and is passed over. As what is called when a transfer fails, it notes until when.
 */
public final class RetryAfter implements Processor {

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
    /** A transfer holds its slot meanwhile: after more, its job asks again. */
    private static final Duration LONGEST_OF_TRANSFER = Duration.ofSeconds(10);
    private static final String NOT_BEFORE = "DromedaryNotBefore";

    private final LongSupplier nanoTime;

    /**
     * Notes what servers say.
     *
     * @param nanoTime the clock
     */
    public RetryAfter(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A web server that is in trouble, and has perhaps said for how long. */
    static final class Later extends IOException {

        private static final long serialVersionUID = 1;
        private final transient Optional<String> wait;

        Later(int status, Optional<String> wait) {
            super("The server answers " + status);
            this.wait = wait;
        }
    }

    /** What the server said that this failure comes of. */
    public static Optional<Duration> of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Optional<String> said = said(cause).map(String::strip).filter(text -> SECONDS.matcher(text).matches());
            if (said.isPresent()) {
                return said.map(text -> Duration.ofSeconds(Long.parseLong(text)));
            }
        }
        return Optional.empty();
    }

    /** Does the server want to be left alone for longer than a transfer waits? */
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

    /** Notes until when the server wants to be left alone, or that it has said nothing of that. */
    @Override
    public void process(Exchange exchange) {
        Duration wait = of(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class)).orElse(Duration.ZERO);
        exchange.setProperty(NOT_BEFORE, nanoTime.getAsLong() + wait.toNanos());
    }

    /** How much of that time is left. */
    public Duration left(Exchange exchange) {
        return Duration.ofNanos(Math.max(0, exchange.getProperty(NOT_BEFORE, Long.class) - nanoTime.getAsLong()));
    }
}
