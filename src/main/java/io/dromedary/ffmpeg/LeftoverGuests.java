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
 * Ends guests that earlier processes of this server have left running.
 *
 * <p>A guest normally dies with its server. There are short exceptions: if bubblewrap is killed between its start and the
 * handshake of its two processes, one of them waits forever; and a process that changes its user must request the parent-death
 * signal again. Such guests are identified by this node's work folder in their command line, or as their working directory.
 */
public final class LeftoverGuests {

    private static final Logger LOG = LoggerFactory.getLogger(LeftoverGuests.class);
    /** The programs that start one after another until that of the guest. */
    private static final Set<String> PROGRAMS = Set.of("setpriv", "prlimit", "flock", "bwrap", "ffmpeg", "ffprobe");
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Levels: the folder of an attempt, and in it those of its guests. */
    private static final int DEEP = 2;

    private final Path work;
    private final Optional<UserIds> userIds;

    /**
     * @param work    the parent of the folders of jobs, which no other server uses
     * @param userIds ids that guests can have; none unless root runs this server
     */
    public LeftoverGuests(Path work, Optional<UserIds> userIds) {
        this.work = work.toAbsolutePath().normalize();
        this.userIds = userIds;
    }

    /**
     * Ends leftover guests, and waits for their end. Call it before the work folder is cleaned, and periodically.
     *
     * @return number of guests that were ended
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
                // A guest can change its name, so its user id counts too; an administrator's shell in the folder must not
                // be ended.
                || (named || userIds.filter(ids -> ids.has(process.user())).isPresent())
                && isIn(process.fileKey("cwd"), folders);
    }

    private boolean isBelowWork(String word) {
        return word.startsWith(work + "/");
    }

    private static boolean isIn(Optional<Object> key, Set<Object> folders) {
        return key.filter(folders::contains).isPresent();
    }

    /** File keys, which are the same in all mount namespaces. */
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

    /** Is it this process, or a descendant of it? */
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
