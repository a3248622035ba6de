package io.dromedary.storage;

import io.dromedary.net.AllowedHosts;
import io.dromedary.net.AnswerDeadline;
import io.dromedary.net.CheckedRedirects;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;

/**
 * The HTTP client that reads inputs. It aborts requests of jobs that are stopped, and requests whose headers are not
 * complete in time; {@link Pace} limits the time of the bodies.
 */
public final class InputClient implements HttpClientConfigurer {

    private final AllowedHosts allowed;
    private final OpenRequests stops;
    private final ScheduledExecutorService timer;
    private final Duration patience;

    /**
     * @param stops    ends requests
     * @param patience how long the headers may take, including all redirects
     */
    public InputClient(AllowedHosts allowed, OpenRequests stops, ScheduledExecutorService timer, Duration patience) {
        this.allowed = allowed;
        this.stops = stops;
        this.timer = timer;
        this.patience = patience;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        // The route defines how often a request is repeated; the client would multiply that.
        builder.disableAutomaticRetries().disableCookieManagement().disableAuthCaching()
                .setRedirectStrategy(new CheckedRedirects(allowed, "The input's server"))
                .addExecInterceptorFirst("stops", this::stoppable)
                .addExecInterceptorFirst("headers-in-time", new AnswerDeadline(timer, patience))
                .addExecInterceptorFirst("answered", this::answered);
    }

    private ClassicHttpResponse stoppable(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        stops.onStop(scope.execRuntime::discardEndpoint);
        ClassicHttpResponse response = chain.proceed(request, scope);
        if (response.getEntity() != null) {
            response.setEntity(new AbandonedEntity(response.getEntity(), scope.execRuntime));
        }
        return response;
    }

    private ClassicHttpResponse answered(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        try {
            return chain.proceed(request, scope);
        } catch (AnswerDeadline.Missed e) {
            throw new Problem(ProblemKind.INPUT_UNREACHABLE, "The input's server did not answer within "
                    + patience.toSeconds() + " seconds (dromedary.input.answer-seconds).", e);
        }
    }
}
