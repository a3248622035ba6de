package io.dromedary.ffmpeg;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Where there is no bubblewrap and the server is not run by root: the guest has the rights of the server, and can get no
 * others.
 *
 * @param setpriv where it is
 * @param filter  the filter of system calls, which it takes from util-linux 2.41 on
 * @param parts   what it makes use of
 */
record NoNewPrivileges(Path setpriv, Optional<Path> filter, Set<Part> parts) implements Isolation {

    @Override
    public List<String> words(Path program, GuestMounts mounts, OptionalInt user) {
        var words = new ArrayList<>(List.of(setpriv.toString(), "--no-new-privs"));
        filter.filter(file -> parts.contains(Part.FILTER)).ifPresent(file -> words.add("--seccomp-filter=" + file));
        words.add("--");
        return words;
    }

    @Override
    public boolean hasNamespaces() {
        return false;
    }

    @Override
    public boolean isOfAnother() {
        return false;
    }
}
