package io.dromedary.r2;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A body that has been streamed into a file which nobody knows yet.
 *
 * @param md5 hex
 */
record ReceivedFile(Path path, long size, String md5) {

    private static final int CHUNK = 64 * 1024;

    /** Copies until the end; the file goes again when the body fails. */
    static ReceivedFile of(InputStream body, Path path) throws IOException {
        MessageDigest md5 = Digests.md5();
        long size = 0;
        try (OutputStream out = Files.newOutputStream(path)) {
            byte[] chunk = new byte[CHUNK];
            for (int n = body.read(chunk); n >= 0; n = body.read(chunk)) {
                md5.update(chunk, 0, n);
                out.write(chunk, 0, n);
                size += n;
            }
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(path);
            throw e;
        }
        return new ReceivedFile(path, size, HexFormat.of().formatHex(md5.digest()));
    }

    void discard() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
