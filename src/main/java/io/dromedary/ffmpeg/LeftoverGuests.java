package io.dromedary.ffmpeg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what earlier lives of this server have left running.
 *
 * <p>A guest dies with its server, but for a moment: bubblewrap that was killed between its start and the handshake of its
 * two halves leaves one of them waiting for ever, and whoever becomes another user has to ask for that death anew. They are
 * known by this node's work folder, in their command line, or as the folder in which they work.
 */
public final class LeftoverGuests {

    private static final Logger LOG = LoggerFactory.getLogger(LeftoverGuests.class);
    /** What a guest is on its way from its server to its program. */
    private static final Set<String> PROGRAMS = Set.of("setpriv", "prlimit", "flock", "bwrap", "ffmpeg", "ffprobe");
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** An attempt's folder, and in it those of its guests. */
    private static final int DEEP = 2;

    private final Path work;
    private final Optional<UserIds> userIds;

    /**
     * Looks for guests of this node.
     *
     * @param work    where the folders of jobs are, which no other server has
     * @param userIds that guests can have; none where this server is not run by root
     */
    public LeftoverGuests(Path work, Optional<UserIds> userIds) {
        this.work = work.toAbsolutePath().normalize();
        this.userIds = userIds;
    }

    /**
     * Ends them, and waits for their end. Call it before the work folder is swept, and now and then.
     *
     * @return how many there were
     */
    public int end() {
        Set<Object> folders = folders();
        List<ProcessHandle> left = Processes.all().filter(each -> isGuest(each, folders) && !isOfThisServer(each.pid()))
                .map(each -> ProcessHandle.of(each.pid())).flatMap(Optional::stream).toList();
        if (left.isEmpty()) {
            return 0;
        }
        String numbers = left.stream().map(each -> String.valueOf(each.pid())).collect(Collectors.joining(", "));
        LOG.warn("Guests of an earlier life of this server are still there, and are ended: {}", numbers);
        left.forEach(ProcessHandle::destroyForcibly);
        await(left, numbers);
        return left.size();
    }

    private boolean isGuest(Processes.Seen process, Set<Object> folders) {
        if (process.hasEnded()) {
            return false;
        }
        List<String> words = process.words();
        boolean named = !words.isEmpty() && PROGRAMS.contains(words.get(0).substring(words.get(0).lastIndexOf('/') + 1));
        return named && words.stream().anyMatch(this::isBelowWork)
                || isIn(process.fileKey("root" + GuestMounts.MADE), folders)
                // The name is the guest's to change, and somebody who looks around in the folder shall not be ended.
                || (named || userIds.filter(ids -> ids.has(process.user())).isPresent())
                && isIn(process.fileKey("cwd"), folders);
    }

    private boolean isBelowWork(String word) {
        return word.startsWith(work + "/");
    }

    private static boolean isIn(Optional<Object> key, Set<Object> folders) {
        return key.filter(folders::contains).isPresent();
    }

    /** By their keys, which are the same from wherever they are looked at. */
    private Set<Object> folders() {
        if (!Files.isDirectory(work)) {
            return Set.of();
        }
        try (Stream<Path> found = Files.find(work, DEEP, (path, attributes) -> attributes.isDirectory())) {
            return found.map(LeftoverGuests::key).flatMap(Optional::stream).collect(Collectors.toCollection(HashSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException("The work folder cannot be looked at", e);
        }
    }

    private static Optional<Object> key(Path folder) {
        try {
            return Optional.ofNullable(Files.readAttributes(folder, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey());
        } catch (IOException e) {
            LOG.debug("{} has gone meanwhile", folder, e);
            return Optional.empty();
        }
    }

    /** Is it this process, or one that it has started, or one that such a one has? */
    private static boolean isOfThisServer(long pid) {
        long self = ProcessHandle.current().pid();
        return Stream.iterate(pid, each -> each > 0, each -> new Processes.Seen(each).parent()).anyMatch(each -> each == self);
    }

    private static void await(List<ProcessHandle> processes, String numbers) {
        try {
            CompletableFuture.allOf(processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.error("They do not end: {}", numbers);
        } catch (ExecutionException e) {
            throw new IllegalStateException("The end of guests cannot be awaited", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Waiting for the end of guests was interrupted", e);
        }
    }
}
