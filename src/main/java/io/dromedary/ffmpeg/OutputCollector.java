package io.dromedary.ffmpeg;

import io.dromedary.media.ExpectedFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * Collects the output of a guest, and is the only way by which it gets to the server. A hostile file may have compromised
 * the guest, so its folder may contain anything: links to local files, pipes without a writer, devices, unexpected names.
 * Only expected regular files with a single link and within the limits are taken; if there is anything else in the
 * folder, nothing is taken.
 *
 * <p>If no process of the guest is left, nothing can be exchanged during the check, and files are moved. Otherwise they
 * are copied from handles that are checked after they were opened.
 */
final class OutputCollector {

    /** Permissions of a collected file, whatever the guest has set. */
    private static final String PERMISSIONS = "rw-r--r--";

    private final Path made;
    private final JobFolder folder;
    private final ExpectedFiles expected;

    /**
     * @param made   the guest's folder
     * @param folder the job's folders, which get the files
     */
    OutputCollector(Path made, ExpectedFiles expected, JobFolder folder) {
        this.made = made;
        this.expected = expected;
        this.folder = folder;
    }

    /**
     * Takes all files that the guest has made, or none.
     *
     * @param isEndKnown whether it is certain that no process of the guest is left
     * @throws ProcessFailure {@code LEFT_OTHERS}, {@code EMPTY} when a file is missing, {@code FILE_TOO_LARGE}
     */
    void take(boolean isEndKnown) throws IOException {
        Map<Path, ExpectedFile> found = new GuestFolder(made, expected).look();
        if (isEndKnown || !LinuxCalls.areThere()) {
            for (Map.Entry<Path, ExpectedFile> file : found.entrySet()) {
                Path target = target(file.getKey(), file.getValue());
                Files.move(file.getKey(), target, StandardCopyOption.ATOMIC_MOVE);
                own(target);
            }
        } else {
            copyAll(found);
        }
    }

    /** Sets owner and permissions: the file may belong to another user, and be writable by others. */
    private void own(Path file) throws IOException {
        Path ours = folder.notes();
        for (String owner : new String[] {"unix:uid", "unix:gid"}) {
            Object wanted = Files.getAttribute(ours, owner);
            if (!wanted.equals(Files.getAttribute(file, owner, LinkOption.NOFOLLOW_LINKS))) {
                Files.setAttribute(file, owner, wanted, LinkOption.NOFOLLOW_LINKS);
            }
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(PERMISSIONS));
    }

    private void copyAll(Map<Path, ExpectedFile> found) throws IOException {
        long left = expected.maxBytes();
        try (var root = LinuxCalls.openFolder(made)) {
            for (Map.Entry<Path, ExpectedFile> file : found.entrySet()) {
                left -= copy(root, made.relativize(file.getKey()), file.getValue(), left);
            }
        }
    }

    /** Copies a file that was found, if it still is a regular file. */
    private long copy(LinuxCalls.Handle root, Path name, ExpectedFile what, long most) throws IOException {
        Path target = target(made.resolve(name), what);
        try {
            if (name.getNameCount() == 1) {
                return copy(root, name, what, target, most);
            }
            try (var parent = LinuxCalls.openFolder(root, name.getParent())) {
                return copy(parent, name.getFileName(), what, target, most);
            }
        } catch (LinuxCalls.Exchanged e) {
            throw ExpectedFiles.refused(name.toString(), "was exchanged");
        }
    }

    private long copy(LinuxCalls.Handle parent, Path name, ExpectedFile what, Path target, long most) throws IOException {
        try (var file = LinuxCalls.openFile(parent, name)) {
            LinuxCalls.Status status = LinuxCalls.status(file);
            if (!status.isRegular() || status.links() != 1) {
                throw ExpectedFiles.refused(name.toString(), "is no file, or has other names");
            }
            expected.checkSize(what, name.toString(), status.size());
            expected.checkBytes(status.size(), most);
            try (var from = open(file, name);
                    var to = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                copy(from, to, status.size());
            }
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(PERMISSIONS));
            return status.size();
        }
    }

    private static FileChannel open(LinuxCalls.Handle file, Path name) throws IOException {
        try {
            return FileChannel.open(file.path());
        } catch (AccessDeniedException e) {
            throw ExpectedFiles.refused(name.toString(), "was closed");
        }
    }

    /** Copies no more than the checked size, as the file may grow meanwhile. */
    private static void copy(FileChannel from, FileChannel to, long bytes) throws IOException {
        long at = 0;
        long count = 1;
        while (at < bytes && count > 0) {
            count = from.transferTo(at, bytes - at, to);
            at += count;
        }
    }

    /** The target of a file, whose name is an expected one. */
    private Path target(Path file, ExpectedFile what) throws IOException {
        Path mounts = switch (what.use()) {
            case RESULT -> folder.results();
            case NOTE -> folder.notes();
            case BETWEEN -> folder.given();
        };
        Path target = mounts.resolve(made.relativize(file).toString());
        Files.createDirectories(target.getParent());
        return target;
    }
}
