package io.dromedary.ffmpeg;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Where there is no bubblewrap, root at least does not lend its rights: the guest is a user of its own, in no group, has no
 * capability, and can get no new right, by {@code setpriv} of util-linux. It sees the network, all processes, and
 * what everybody on this machine may read.
 *
 * @param setpriv where it is
 * @param filter  the filter of system calls, which it takes from util-linux 2.41 on
 * @param parts   what it makes use of
 */
record SeparateUser(Path setpriv, Optional<Path> filter, Set<Part> parts) implements Isolation {

    @Override
    public List<String> words(Path program, GuestMounts mounts, OptionalInt user) {
        List<String> words = words(setpriv, user.orElseThrow(), parts.contains(Part.BOUNDING_SET),
                filter.filter(file -> parts.contains(Part.FILTER)));
        // Whoever becomes another user no longer dies with its parent, and has to say so again.
        words.add(1, "--pdeathsig=KILL");
        return words;
    }

    /** The words by which a program becomes another user without any rights. */
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
    public boolean hasNamespaces() {
        return false;
    }

    @Override
    public boolean isOfAnother() {
        return true;
    }
}
