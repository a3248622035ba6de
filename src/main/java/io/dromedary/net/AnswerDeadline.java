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
 * Ends a request whose answer's headers do not come to an end in time, from the first step of the connection on and with
 * all redirects, however slowly they go on coming: a timeout of a socket begins anew with each byte.
 */
public final class AnswerDeadline implements ExecChainHandler {

    private final ScheduledExecutorService timer;
    private final Duration patience;

    public AnswerDeadline(ScheduledExecutorService timer, Duration patience) {
        this.timer = timer;
        this.patience = patience;
    }

    /** The headers did not come to an end in time. */
    public static final class Missed extends SocketTimeoutException {
        private Missed(Exception cause) {
            super("no answer in time");
            initCause(cause);
        }
    }

    /**
     * Waits for the headers.
     *
     * @throws Missed when they did not come in time
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
