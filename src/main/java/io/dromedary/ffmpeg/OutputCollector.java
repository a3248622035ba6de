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
 * The one door through which what a guest has made becomes ours. A guest may have been taken over by a hostile file, so
 * that its folder holds anything: links to files of this machine, pipes that are never written to, devices, names that
 * nobody asked for. Through the door go regular files with one name each, which the command was expected to make, in
 * number and size; with anything else in the folder nothing goes through.
 *
 * <p>When no process of the guest is left, nothing can be exchanged behind our back, and files are moved. Otherwise they
 * are copied, from a handle that was looked at after it was opened.
 */
final class OutputCollector {

    /** Of a file that is ours; whatever the guest has set besides is gone. */
    private static final String PERMISSIONS = "rw-r--r--";

    private final Path made;
    private final JobFolder folder;
    private final ExpectedFiles expected;

    /**
     * A door.
     *
     * @param made   the guest's folder
     * @param folder of the job, where what is taken goes
     */
    OutputCollector(Path made, ExpectedFiles expected, JobFolder folder) {
        this.made = made;
        this.expected = expected;
        this.folder = folder;
    }

    /**
     * Takes what a guest has made; all of it or nothing.
     *
     * @param isEndKnown whether no process of the guest can be left
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

    /** It has been a stranger's file, and may have its owner, and rights that let others write to it. */
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

    /** Copies a file that the door has seen, as far as it is still one. */
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

    /** It may grow while it is read: no more is taken than was looked at. */
    private static void copy(FileChannel from, FileChannel to, long bytes) throws IOException {
        long at = 0;
        long count = 1;
        while (at < bytes && count > 0) {
            count = from.transferTo(at, bytes - at, to);
            at += count;
        }
    }

    /** Where a file goes; its name is one that was planned. */
    private Path target(Path file, ExpectedFile what) throws IOException {
        Path mounts = what.published() ? folder.results() : folder.notes();
        Path target = mounts.resolve(made.relativize(file).toString());
        Files.createDirectories(target.getParent());
        return target;
    }
}
