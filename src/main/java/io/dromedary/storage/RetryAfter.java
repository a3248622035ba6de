package io.dromedary.storage;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * How long a server wants not to be asked again (RFC 9110, 10.2.3), in seconds; it may also say a date, which is of its clock,
 * and is passed over. As what is called when a transfer fails, it lets the route wait for so long before it asks again.
 */
public final class RetryAfter implements Processor {

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
    /** A transfer holds its slot meanwhile: after more, its job asks again. */
    private static final Duration LONGEST_OF_TRANSFER = Duration.ofMinutes(1);

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

    private static Optional<String> said(Throwable cause) {
        if (cause instanceof AwsServiceException answer) {
            return Optional.ofNullable(answer.awsErrorDetails()).flatMap(details -> Optional.ofNullable(
                    details.sdkHttpResponse())).flatMap(response -> response.firstMatchingHeader("Retry-After"));
        }
        return cause instanceof Later later ? later.wait : Optional.empty();
    }

    /** Tells Camel when to ask again, where the server has said so. */
    @Override
    public void process(Exchange exchange) {
        Optional<Duration> wait = of(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class))
                .map(said -> said.compareTo(LONGEST_OF_TRANSFER) > 0 ? LONGEST_OF_TRANSFER : said);
        if (wait.isPresent()) {
            exchange.getIn().setHeader(Exchange.REDELIVERY_DELAY, wait.get().toMillis());
        } else {
            exchange.getIn().removeHeader(Exchange.REDELIVERY_DELAY);
        }
    }
}
