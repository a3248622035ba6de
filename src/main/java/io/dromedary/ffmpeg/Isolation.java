package io.dromedary.ffmpeg;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** A way to isolate a guest, by the words before the program on its command line. */
interface Isolation {

    /** Optional parts, which not every system supports. */
    enum Part {
        /** The filter of system calls. */
        FILTER,
        /** The guest cannot create further user namespaces. */
        NO_NAMESPACES,
        /** Kernel settings are read-only. */
        KERNEL_SETTINGS,
        /** Other files of /proc that root can write without a capability are read-only, for a guest with root's user id. */
        FILES_OF_ROOT,
        /** The capability bounding set is empty. */
        BOUNDING_SET
    }

    /**
     * The words.
     *
     * @param mounts the prepared folders; only the files elsewhere that are to be bound are left
     * @param user  the guest's own user id, if it has one
     */
    List<String> words(Path program, GuestMounts mounts, OptionalInt user);

    /** The parts that it uses. */
    Set<Part> parts();

    /** Does the guest have its own namespaces? Then it sees only its mounts, and ends with its first process. */
    default boolean hasNamespaces() {
        return false;
    }

    /** Does the guest run as a separate user? */
    default boolean isOfAnother() {
        return false;
    }
}
