package io.dromedary.r2;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A double of R2 for the tests of a class: it runs from the first to the last of them, and leaves no files.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final R2Extension R2 = R2Extension.withBuckets("media");
 * }</pre>
 */
public final class R2Extension implements BeforeAllCallback, AfterAllCallback {

    private final List<String> buckets;
    private Path folder;
    private R2Double running;
    private Credentials key;

    private R2Extension(List<String> buckets) {
        this.buckets = buckets;
    }

    /** A double with these buckets, and one key that reads and writes their objects. */
    public static R2Extension withBuckets(String... buckets) {
        return new R2Extension(List.of(buckets));
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory("r2-double-");
        running = R2Double.start(folder);
        buckets.forEach(running::createBucket);
        key = running.newKey(Tier.OBJECT_READ_WRITE, buckets.toArray(String[]::new));
    }

    /** The double: its address, its objects, and switches for what goes wrong. */
    public R2Double r2() {
        return running;
    }

    /** The key, for clients. */
    public Credentials key() {
        return key;
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        running.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(R2Extension::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
