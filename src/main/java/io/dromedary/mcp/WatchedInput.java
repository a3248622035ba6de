package io.dromedary.mcp;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;

/** An input of which another thread learns that it has ended; who reads it in the library tells nobody. */
final class WatchedInput extends FilterInputStream {

    private final CountDownLatch end = new CountDownLatch(1);

    WatchedInput(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        return told(super.read());
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        return told(super.read(into, from, most));
    }

    private int told(int read) {
        if (read < 0) {
            end.countDown();
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        end.countDown();
        super.close();
    }

    void awaitEnd() throws InterruptedException {
        end.await();
    }
}
