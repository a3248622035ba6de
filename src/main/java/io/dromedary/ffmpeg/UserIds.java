package io.dromedary.ffmpeg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The user ids that a server run by root gives to its guests: each guest has its own, also among the servers of one
 * machine. So a guest has no access to others' files, the kernel counts its processes separately, and all of them can be
 * found and ended.
 */
public final class UserIds {

    private static final Logger LOG = LoggerFactory.getLogger(UserIds.class);

    /** From 60706 on, there are 478 ids that neither Debian (policy, 9.2.2) nor systemd (UIDS-GIDS) assigns. */
    private static final int NUMBER = 470;
    private static final Path USUAL_LOCKS = Path.of("/run/dromedary");
    private static final Path STATUS = Path.of("/proc/self/status");

    /**
     * Never closed, even after a pool is no longer used: closing a file releases all locks that this process has on it
     * (fcntl(2)), including those of other pools.
     */
    private static final Map<Path, FileChannel> CHANNELS = new ConcurrentHashMap<>();

    private final int first;
    private final Optional<Path> locks;
    private final Map<Integer, Optional<FileLock>> taken = new HashMap<>();

    /**
     * The ids from the first one.
     *
     * @param locks a folder of root alone with lock files, by which the servers of one machine use different ids; none if
     *              there is no other server
     */
    UserIds(int first, Optional<Path> locks) {
        this.first = first;
        this.locks = locks;
    }

    /**
     * The ids of a server run by root; none for another user, which cannot change its user id, nor in a user namespace
     * without these ids.
     */
    public static Optional<UserIds> ofThisServer(int first) {
        return isRoot() && Stream.of("uid_map", "gid_map").allMatch(map -> holds(lines(STATUS.resolveSibling(map)), first))
                ? Optional.of(new UserIds(first, folder(USUAL_LOCKS))) : Optional.empty();
    }

    /**
     * Does this user namespace contain all ids of guests?
     *
     * @param map ranges of ids: first one inside, first one outside, number (user_namespaces(7))
     */
    static boolean holds(List<String> map, int first) {
        return map.stream().map(line -> line.strip().split("\\s+")).anyMatch(range -> Long.parseLong(range[0]) <= first
                && Long.parseLong(range[0]) + Long.parseLong(range[2]) >= first + NUMBER);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException("It cannot be found out which users there are here", e);
        }
    }

    private static boolean isRoot() {
        if (!Files.isReadable(STATUS)) {
            return false;
        }
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("Uid:")).anyMatch(line -> line.split("\\s+")[2].equals("0"));
        } catch (IOException e) {
            throw new UncheckedIOException("It cannot be found out who runs this server", e);
        }
    }

    /** The folder of the locks, which must belong to root. */
    static Optional<Path> folder(Path folder) {
        try {
            if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(
                        PosixFilePermissions.fromString("rwx------")));
            }
            var found = Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            Set<PosixFilePermission> rights = found.permissions();
            if (found.isDirectory() && Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(0)
                    && !rights.contains(PosixFilePermission.OTHERS_WRITE)
                    && !rights.contains(PosixFilePermission.GROUP_WRITE)) {
                return Optional.of(folder);
            }
            LOG.warn("{} is not used, as not root alone can write to it: another server on this machine may give its"
                    + " guests the same user ids", folder);
        } catch (IOException e) {
            // In a container with a read-only file system there is usually no other server.
            LOG.info("{} cannot be made: another server on this machine may give its guests the same user ids", folder, e);
        }
        return Optional.empty();
    }

    synchronized int take() {
        for (int id = first; id < first + NUMBER; id++) {
            if (!taken.containsKey(id) && lock(id)) {
                return id;
            }
        }
        throw new IllegalStateException("All " + NUMBER + " user ids of guests from " + first + " on are taken");
    }

    private boolean lock(int id) {
        if (locks.isEmpty()) {
            taken.put(id, Optional.empty());
            return true;
        }
        try {
            Path file = locks.get().resolve(String.valueOf(id));
            Optional<FileLock> lock = Optional.ofNullable(CHANNELS.computeIfAbsent(file, UserIds::open).tryLock());
            lock.ifPresent(held -> taken.put(id, lock));
            return lock.isPresent();
        } catch (OverlappingFileLockException e) {
            // Another pool of this process uses it.
            return false;
        } catch (IOException | UncheckedIOException e) {
            throw new IllegalStateException("The user id " + id + " of a guest cannot be locked", e);
        }
    }

    private static FileChannel open(Path file) {
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized void giveBack(int id) {
        Optional.ofNullable(taken.remove(id)).flatMap(lock -> lock).ifPresent(lock -> {
            try {
                lock.release();
            } catch (IOException e) {
                throw new UncheckedIOException("The user id " + id + " of a guest cannot be given back", e);
            }
        });
    }

    boolean has(long id) {
        return id >= first && id < first + NUMBER;
    }
}
