package io.dromedary.watch;

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
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;

/**
 * Configures the HTTP client for the API of queues. It reads a bounded answer to its end within a deadline, however
 * slowly the bytes arrive, and passes on the status and the body alone: Camel would unpack a body whose header says
 * gzip, beyond any bound. It follows no redirects and keeps no cookies.
 */
public final class QueueClient implements HttpClientConfigurer {

    /** A hundred messages of 128 kB in base64, which are Cloudflare's limits, and a third more. */
    private static final int MAX_BYTES = 24 << 20;

    private final HttpClientConnectionManager connections;
    private final ScheduledExecutorService timer;
    private final Duration patience;

    /**
     * @param connections are closed by their owner
     * @param patience    how long a request may take, from the beginning of the connection to the end of the answer
     */
    public QueueClient(HttpClientConnectionManager connections, ScheduledExecutorService timer, Duration patience) {
        this.connections = connections;
        this.timer = timer;
        this.patience = patience;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.setConnectionManager(connections).setConnectionManagerShared(true).setUserAgent("Dromedary")
                .disableRedirectHandling().disableCookieManagement().disableAuthCaching().disableAutomaticRetries()
                .disableContentCompression()
                .addExecInterceptorFirst("whole", this::whole)
                .addExecInterceptorFirst("in-time", new AnswerDeadline(timer, patience))
                .addExecInterceptorFirst("failure", this::failure);
    }

    private ClassicHttpResponse whole(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ClassicHttpResponse answer = chain.proceed(request, scope);
        var whole = new BasicClassicHttpResponse(answer.getCode());
        if (answer.getEntity() != null) {
            byte[] body = answer.getEntity().getContent().readNBytes(MAX_BYTES + 1);
            if (body.length > MAX_BYTES) {
                // Closing the answer would read its body to the end first.
                scope.execRuntime.discardEndpoint();
                throw new IOException("its answer is longer than " + MAX_BYTES + " bytes");
            }
            whole.setEntity(new ByteArrayEntity(body, null));
        }
        return whole;
    }

    private ClassicHttpResponse failure(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain) {
        try {
            return chain.proceed(request, scope);
        } catch (AnswerDeadline.Missed e) {
            throw unreachable(new IOException("its answer is not here after " + patience.toSeconds() + " s", e));
        } catch (IOException | HttpException e) {
            throw unreachable(e);
        }
    }

    private static QueueFailure unreachable(Exception e) {
        return new QueueFailure("the queue cannot be reached: " + e, e);
    }
}
