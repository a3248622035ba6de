package io.dromedary.ffmpeg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prepares the folders of a guest: their owner, what the guest can read, and which files from elsewhere it sees. */
final class GivenFiles {

    private static final Logger LOG = LoggerFactory.getLogger(GivenFiles.class);
    private static final String PARTIAL = ".partial";
    /** Prefix of the name of a copied program; no other given file has it. */
    private static final String PROGRAM = "program-";

    private GivenFiles() {
    }

    /**
     * Prepares the folders.
     *
     * @param isBound whether the sandbox has mounts, so that files elsewhere can be bound
     * @param user    the guest's own user id, which becomes the owner of {@code made}; the server keeps its access by the
     *                group
     * @return the mounts with the files elsewhere that are to be bound; the others are copied into the given folder
     */
    static GuestMounts prepare(GuestMounts mounts, boolean isBound, OptionalInt user) {
        try {
            var bound = new HashMap<String, Path>();
            for (Map.Entry<String, Path> each : mounts.elsewhere().entrySet()) {
                Path file = each.getValue().toRealPath();
                Path given = mounts.given().resolve(each.getKey());
                if (isBound && (user.isEmpty() || can(file, PosixFilePermission.OTHERS_READ))) {
                    if (!Files.isRegularFile(given, LinkOption.NOFOLLOW_LINKS)) {
                        Files.createFile(given);
                    }
                    bound.put(each.getKey(), file);
                } else {
                    copy(file, given);
                }
            }
            if (user.isPresent()) {
                open(mounts.given());
                open(mounts.results());
                Files.setPosixFilePermissions(mounts.made(), PosixFilePermissions.fromString("rwxrwx---"));
                Files.setAttribute(mounts.made(), "unix:uid", user.getAsInt());
            }
            return mounts.with(bound);
        } catch (IOException e) {
            throw new UncheckedIOException("The folders of a guest cannot be made ready", e);
        }
    }

    /**
     * A path of the program that a guest with its own user id can run: the program's own path, or that of a copy in the
     * given folder, relative to the guest's folder.
     *
     * @param isBound whether the sandbox has mounts, so that the permissions of parent folders do not matter
     */
    static Path runnable(Path program, GuestMounts mounts, boolean isBound) {
        try {
            Path file = program.toRealPath();
            boolean reached = can(file, PosixFilePermission.OTHERS_READ) && can(file, PosixFilePermission.OTHERS_EXECUTE);
            for (Path folder = file.getParent(); reached && !isBound && folder != null; folder = folder.getParent()) {
                reached = can(folder, PosixFilePermission.OTHERS_EXECUTE);
            }
            if (reached) {
                return program;
            }
            Path given = mounts.given().resolve(PROGRAM + program.getFileName());
            copy(file, given);
            Files.setPosixFilePermissions(given, PosixFilePermissions.fromString("rwxr-xr-x"));
            return Path.of("..", mounts.given().getFileName().toString(), given.getFileName().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(program + " cannot be given to a guest", e);
        }
    }

    /** Copies, and never links: if a guest can change the file, it changes only the copy. */
    private static void copy(Path file, Path given) throws IOException {
        if (Files.isRegularFile(given, LinkOption.NOFOLLOW_LINKS) && Files.size(given) == Files.size(file)
                && Files.getLastModifiedTime(given).equals(Files.getLastModifiedTime(file))) {
            return;
        }
        Path partial = given.resolveSibling(given.getFileName() + PARTIAL);
        Files.copy(file, partial, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        Files.move(partial, given, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Lets other users read the content of a folder. */
    private static void open(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : (Iterable<Path>) all::iterator) {
                if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
                    allow(each, PosixFilePermission.OTHERS_EXECUTE);
                } else if (Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)) {
                    allow(each, PosixFilePermission.OTHERS_READ);
                }
            }
        }
    }

    private static void allow(Path file, PosixFilePermission right) throws IOException {
        try {
            Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
            if (rights.add(right)) {
                Files.setPosixFilePermissions(file, rights);
            }
        } catch (NoSuchFileException e) {
            LOG.debug("{} has gone meanwhile, and is given to nobody", file, e);
        }
    }

    private static boolean can(Path file, PosixFilePermission right) throws IOException {
        return Files.getPosixFilePermissions(file).contains(right);
    }
}
