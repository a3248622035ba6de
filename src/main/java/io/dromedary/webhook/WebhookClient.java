package io.dromedary.webhook;

import io.dromedary.net.AnswerDeadline;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;

/**
 * Configures the HTTP client that posts webhooks. Of an answer it reads only the status, and a request ends at its
 * deadline, however slowly bytes arrive. It follows no redirects and keeps no cookies.
 */
public final class WebhookClient implements HttpClientConfigurer {

    /** How long a receiver has to answer, from the beginning of the connection. */
    static final Duration DEADLINE = Duration.ofSeconds(5);

    private final HttpClientConnectionManager connections;
    private final ScheduledExecutorService timer;

    public WebhookClient(HttpClientConnectionManager connections, ScheduledExecutorService timer) {
        this.connections = connections;
        this.timer = timer;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.setConnectionManager(connections).setConnectionManagerShared(true).setUserAgent("Dromedary")
                .disableRedirectHandling().disableCookieManagement().disableAuthCaching().disableAutomaticRetries()
                .addExecInterceptorFirst("in-time", new AnswerDeadline(timer, DEADLINE))
                .addExecInterceptorFirst("status-alone", this::statusAlone);
    }

    private ClassicHttpResponse statusAlone(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        try {
            return new BasicClassicHttpResponse(chain.proceed(request, scope).getCode());
        } finally {
            // Closing the answer would read its body to the end first.
            scope.execRuntime.discardEndpoint();
        }
    }
}
