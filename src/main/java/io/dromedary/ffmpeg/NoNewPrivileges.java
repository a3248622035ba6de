package io.dromedary.ffmpeg;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The isolation without bubblewrap and without root: the guest has the server's privileges, and cannot get others.
 *
 * @param setpriv where it is
 * @param filter  the filter of system calls, which setpriv supports since util-linux 2.41
 * @param parts   the parts that are used
 */
record NoNewPrivileges(Path setpriv, Optional<Path> filter, Set<Part> parts) implements Isolation {

    @Override
    public List<String> words(Path program, GuestMounts mounts, OptionalInt user) {
        var words = new ArrayList<>(List.of(setpriv.toString(), "--no-new-privs"));
        filter.filter(file -> parts.contains(Part.FILTER)).ifPresent(file -> words.add("--seccomp-filter=" + file));
        words.add("--");
        return words;
    }
}
