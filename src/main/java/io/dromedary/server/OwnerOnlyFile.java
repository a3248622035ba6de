package io.dromedary.server;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;

/**
 * Checks that only its owner can change a file: anybody who can change a file that the server reads again controls the
 * server. Like sshd's StrictModes, it also checks every folder and link on the path: others who can rename entries could
 * replace the file.
 *
 * <p>Read-only mounts pass, whatever their mode: a ConfigMap of Kubernetes has 0777.
 */
final class OwnerOnlyFile {

    private static final int OTHERS_WRITE = 0002;
    private static final int GROUP_WRITE = 0020;
    /** In such a folder everyone may create files, but rename or remove only their own. */
    private static final int STICKY = 01000;
    private static final int PERMISSIONS = 07777;
    /** The limit of Linux. */
    private static final int MOST_LINKS = 40;

    private final long self;

    /** Checks files for the user of this process. */
    OwnerOnlyFile() {
        this(new UnixSystem().getUid());
    }

    /**
     * Checks files for another user.
     *
     * @param self id of that user
     */
    OwnerOnlyFile(long self) {
        this.self = self;
    }

    /** An entry on the path; links are not followed. */
    record Entry(Path path, int mode, int uid, int gid, String owner, String group, boolean isLink, boolean isReadOnly) {

        static Entry of(Path path) throws IOException {
            Map<String, Object> unix = Files.readAttributes(path, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
            var names = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            boolean link = names.isSymbolicLink();
            // For a link, this would ask about its target.
            return new Entry(path, (int) unix.get("mode") & PERMISSIONS, (int) unix.get("uid"), (int) unix.get("gid"),
                    names.owner().getName(), names.group().getName(), link,
                    !link && Files.getFileStore(path).isReadOnly());
        }

        /** Can others write to it, or a group other than the owner's private group? The mode of a link has no effect. */
        boolean isOpen() {
            boolean ownGroup = gid == uid || group.equals(owner);
            return !isLink && !isReadOnly
                    && ((mode & OTHERS_WRITE) != 0 || (mode & GROUP_WRITE) != 0 && !ownGroup);
        }

        String octal() {
            return "%04o".formatted(mode);
        }
    }

    /**
     * Why this file must not be read again: what is wrong, and the command that fixes it. None if only its owner can
     * change it.
     *
     * @throws UncheckedIOException if it, or an entry on the path, does not exist
     */
    Optional<String> refusal(Path file) {
        try {
            return walk(file.toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + file + " cannot be looked at", e);
        }
    }

    private Optional<String> walk(Path file) throws IOException {
        Deque<Path> ahead = new ArrayDeque<>();
        file.forEach(ahead::addLast);
        Entry folder = Entry.of(file.getRoot());
        int links = 0;
        while (!ahead.isEmpty()) {
            Path name = ahead.removeFirst();
            if (name.toString().equals("..")) {
                folder = Entry.of(Optional.ofNullable(folder.path().getParent()).orElse(folder.path()));
                continue;
            }
            Entry next = Entry.of(folder.path().resolve(name).normalize());
            Optional<String> refusal = refusal(file, folder, next);
            if (refusal.isPresent()) {
                return refusal;
            }
            if (next.isLink()) {
                if (++links > MOST_LINKS) {
                    return Optional.of(file + " is a link without end");
                }
                Path target = Files.readSymbolicLink(next.path());
                for (int i = target.getNameCount() - 1; i >= 0; i--) {
                    ahead.addFirst(target.getName(i));
                }
                folder = target.isAbsolute() ? Entry.of(target.getRoot()) : folder;
            } else {
                folder = next;
            }
        }
        return Optional.empty();
    }

    /** Checks one entry of a folder on the path to the file. */
    Optional<String> refusal(Path file, Entry folder, Entry entry) {
        if (folder.isOpen() && (folder.mode() & STICKY) == 0) {
            return Optional.of(file + " can be replaced by others, who can write to the folder " + folder.path() + " (mode "
                    + folder.octal() + ", group " + folder.group() + ")" + closing(folder));
        }
        if (folder.isOpen() && entry.uid() != 0 && entry.uid() != self && entry.uid() != folder.uid()) {
            return Optional.of(file + " may be a stranger's: " + entry.path() + " belongs to " + entry.owner()
                    + ", and others can make files in " + folder.path() + closing(folder));
        }
        if (entry.isOpen() && !Files.isDirectory(entry.path())) {
            return Optional.of(file + " can be written by others (mode " + entry.octal() + ", group " + entry.group() + ")"
                    + closing(entry));
        }
        return Optional.empty();
    }

    private static String closing(Entry open) {
        return ": 'chmod go-w " + open.path() + "' closes it";
    }
}
