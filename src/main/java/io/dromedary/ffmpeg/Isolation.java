package io.dromedary.ffmpeg;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** One way to keep a guest in: words that stand before the program's file. */
interface Isolation {

    /** What not every system can do, and a wall can do without. */
    enum Part {
        /** The filter of system calls. */
        FILTER,
        /** In its user namespace the guest makes no other one. */
        NO_NAMESPACES,
        /** What can be set of the kernel is read-only. */
        KERNEL_SETTINGS,
        /** So is what else of /proc obeys root without a capability, for a guest that keeps root's user id. */
        FILES_OF_ROOT,
        /** No capability can come back. */
        BOUNDING_SET
    }

    /**
     * The words.
     *
     * @param mounts prepared for it; of what is elsewhere only that is left which is to be bound
     * @param user  the guest's own user id; none where it has none
     */
    List<String> words(Path program, GuestMounts mounts, OptionalInt user);

    /** Those of its parts that it makes use of. */
    Set<Part> parts();

    /** Does the guest have namespaces of its own? So it sees its place alone, and ends with its first process. */
    boolean hasNamespaces();

    /** Is the guest a user of its own? */
    boolean isOfAnother();
}
