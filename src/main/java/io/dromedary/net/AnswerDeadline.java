package io.dromedary.net;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;

/**
 * Aborts a request whose answer's headers are not complete in time, including the connection and all redirects. A socket
 * timeout does not do that: it restarts with each byte.
 */
public final class AnswerDeadline implements ExecChainHandler {

    private final ScheduledExecutorService timer;
    private final Duration patience;

    public AnswerDeadline(ScheduledExecutorService timer, Duration patience) {
        this.timer = timer;
        this.patience = patience;
    }

    /** The headers were not complete in time. */
    public static final class Missed extends SocketTimeoutException {
        private Missed(Exception cause) {
            super("no answer in time");
            initCause(cause);
        }
    }

    /**
     * Waits for the headers.
     *
     * @throws Missed if they were not complete in time
     */
    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        var late = new AtomicBoolean();
        ScheduledFuture<?> end = timer.schedule(() -> {
            late.set(true);
            if (scope.originalRequest instanceof Cancellable open) {
                open.cancel();
            }
        }, patience.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return chain.proceed(request, scope);
        } catch (IOException | HttpException e) {
            if (late.get()) {
                throw new Missed(e);
            }
            throw e;
        } finally {
            end.cancel(false);
        }
    }
}
