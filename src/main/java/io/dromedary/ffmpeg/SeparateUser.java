package io.dromedary.ffmpeg;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The isolation without bubblewrap if root runs the server: by {@code setpriv} of util-linux, the guest runs as a
 * separate user without groups and capabilities, and cannot get new privileges. It sees the network, all processes, and
 * all files that everybody on this machine may read.
 *
 * @param setpriv where it is
 * @param filter  the filter of system calls, which setpriv supports since util-linux 2.41
 * @param parts   the parts that are used
 */
record SeparateUser(Path setpriv, Optional<Path> filter, Set<Part> parts) implements Isolation {

    @Override
    public List<String> words(Path program, GuestMounts mounts, OptionalInt user) {
        List<String> words = words(setpriv, user.orElseThrow(), parts.contains(Part.BOUNDING_SET),
                filter.filter(file -> parts.contains(Part.FILTER)));
        // Changing the user clears the parent-death signal, so it is set again.
        words.add(1, "--pdeathsig=KILL");
        return words;
    }

    /** The words that run a program as another user without privileges. */
    static List<String> words(Path setpriv, int user, boolean emptyBoundingSet, Optional<Path> filter) {
        var words = new ArrayList<>(List.of(setpriv.toString(), "--reuid=" + user, "--regid=" + user, "--clear-groups",
                "--inh-caps=-all"));
        if (emptyBoundingSet) {
            words.add("--bounding-set=-all");
        }
        words.add("--no-new-privs");
        filter.ifPresent(file -> words.add("--seccomp-filter=" + file));
        words.add("--");
        return words;
    }

    @Override
    public boolean isOfAnother() {
        return true;
    }
}
