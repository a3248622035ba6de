package io.dromedary.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * The download of one file to the disk, in parts of equal size that can be fetched in any order and in parallel. The
 * first answer gives the size, the version (ETag), and whether the server supports ranges; every later answer must agree.
 */
public final class Download implements AutoCloseable {

    private final Path file;
    private final Source source;
    private final long partSize;
    private final Pace.Meter meter;
    private final DownloadLimits wanted;
    private final CompletableFuture<?> stop;
    private final BiConsumer<Long, OptionalLong> progress;
    private final FileChannel channel;
    private final AtomicLong received = new AtomicLong();
    private final Part head;
    private final Coverage coverage = new Coverage();
    private final OptionalLong endSize;
    private volatile OptionalLong size = OptionalLong.empty();
    private volatile Optional<String> etag = Optional.empty();
    private volatile boolean ranges = true;
    private volatile boolean opened;
    private volatile List<long[]> wantedRanges = List.of();
    private volatile Optional<Path> elsewhere = Optional.empty();

    /**
     * @param file     the target, which the constructor creates
     * @param source   the source
     * @param wanted   its name for messages, and its largest size
     * @param partSize bytes of a part
     * @param endSize  of a file of which ranges may be enough, bytes of the first part and of the last
     * @param meter    measures the rate, together with the other downloads of the job
     * @param stop     when this completes, receiving throws {@code CancellationException}
     * @param progress gets the bytes received and, once known, the total
     */
    public Download(Path file, Source source, DownloadLimits wanted, long partSize, OptionalLong endSize, Pace.Meter meter,
            CompletableFuture<?> stop, BiConsumer<Long, OptionalLong> progress) {
        this.file = file;
        this.source = source;
        this.partSize = partSize;
        this.wanted = wanted;
        this.meter = meter;
        this.stop = stop;
        this.progress = progress;
        this.endSize = endSize;
        this.head = new Part(this, 0, endSize.orElse(partSize) - 1);
        coverage.add(0, head::position);
        try {
            this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException("The file for what is fetched cannot be made", e);
        }
    }

    /** The first part, whose answer describes the file; the whole file if the server does not support ranges. */
    public Part head() {
        return head;
    }

    /** After the head: the last part, or of a file of which ranges may be enough its index: its first byte, and the first behind it. */
    public List<Part> tail(Supplier<Optional<long[]>> index) {
        long all = size.orElse(0);
        return missing(List.of(endSize.isEmpty() ? new long[] {(all - 1) / partSize * partSize, all}
                : index.get().orElse(new long[] {Math.max(0, all - endSize.getAsLong()), all})));
    }

    /** After the head: the parts that are still missing of what is wanted; none if all of that is here. */
    public List<Part> rest() {
        return missing(toFetch());
    }

    private List<long[]> toFetch() {
        return wantedRanges.isEmpty() ? List.<long[]>of(new long[] {0, size.orElse(0)}) : wantedRanges;
    }

    private List<Part> missing(List<long[]> of) {
        var missing = new ArrayList<Part>();
        if (ranges && !isComplete()) {
            of.forEach(range -> coverage.missing(range[0], Math.min(range[1], size.orElse(0)), partSize, (from, to) -> {
                var part = new Part(this, from, to - 1);
                coverage.add(from, part::position);
                missing.add(part);
            }));
        }
        return missing;
    }

    /**
     * Fetches these ranges only; without any, all of the file.
     *
     * @param ranges of each, where it begins, and where the first byte behind it is
     */
    public void wantsOnly(List<long[]> ranges) {
        wantedRanges = List.copyOf(ranges);
    }

    /** Are some ranges of it wanted, and not all of it? */
    public boolean isPartial() {
        return !wantedRanges.isEmpty() && !isComplete();
    }

    /** Is everything here that is wanted? */
    public boolean isSufficient() {
        return isComplete() || size.isPresent() && toFetch().stream().allMatch(range -> coverage.holds(range[0], range[1]));
    }

    /** How many bytes were read from the source. */
    public long received() {
        return received.get();
    }

    /**
     * What has arrived of the file, to be read. It has the size of the whole file, and ends where bytes are missing.
     */
    public SeekableByteChannel reader() throws IOException {
        return new ReceivedBytes(content(), size.orElse(0), this::presentFrom);
    }

    /** What has arrived, to wait for more. */
    Coverage coverage() {
        return coverage;
    }

    /** How many bytes have arrived from this position on, without a gap. */
    long presentFrom(long position) {
        return isComplete() ? size.orElseThrow() - position : coverage.presentFrom(position);
    }

    /** Has every byte arrived? */
    public boolean isComplete() {
        return opened && size.isPresent() && received.get() == size.getAsLong();
    }

    public Path file() {
        return file;
    }

    /** Bytes of the whole file, once known. */
    public OptionalLong size() {
        return size;
    }

    DownloadLimits wanted() {
        return wanted;
    }

    Source source() {
        return source;
    }

    Optional<String> etag() {
        return etag;
    }

    FileChannel channel() {
        return channel;
    }

    Pace.Meter meter() {
        return meter;
    }

    CompletableFuture<?> stop() {
        return stop;
    }

    /** Takes the facts from the first answer, and compares every later one with them. */
    synchronized void opens(OptionalLong wholeSize, Optional<String> version, boolean knowsRanges) {
        if (!opened) {
            wholeSize.ifPresent(this::refuseTooLarge);
            wholeSize.ifPresent(meter::expects);
            size = wholeSize;
            etag = version;
            ranges = knowsRanges;
            opened = true;
        } else if (!wholeSize.equals(size) || !version.equals(etag)) {
            throw wanted.changed();
        }
    }

    /** Sets the size at the end of an answer without a length. */
    synchronized void ended(long wholeSize) {
        size = OptionalLong.of(wholeSize);
    }

    /** Uses a file of this machine in place of a download. */
    void becomes(Path original) {
        elsewhere = Optional.of(original);
    }

    /** The object that it reads, if it is in a store. */
    public Optional<ObjectUrl> object() {
        return source instanceof Source.Object object ? Optional.of(object.url()) : Optional.empty();
    }

    /** The file of this machine, if the source is one; {@link #file} is empty then. */
    public Optional<Path> elsewhere() {
        return elsewhere;
    }

    /** The file with the bytes: the downloaded one, or that of this machine. */
    public Path content() {
        return elsewhere.orElse(file);
    }

    void receives(long bytes) {
        long sum = received.addAndGet(bytes);
        coverage.changed();
        refuseTooLarge(sum);
        progress.accept(sum, size);
    }

    void forgets(long bytes) {
        received.addAndGet(-bytes);
    }

    private void refuseTooLarge(long bytes) {
        if (bytes > wanted.maxBytes()) {
            throw wanted.tooLarge();
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The file of what was fetched cannot be closed", e);
        }
    }
}
