package io.dromedary.ffmpeg;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The words of bubblewrap (bwrap(1)): the program has namespaces of its own, so no network and no sight of other
 * processes, no capabilities, and can get no new rights. It sees the system's programs, libraries and fonts, and
 * of everything else only its place; it writes to {@link GuestMounts#MADE} and nowhere else.
 *
 * <p>The guest is the first process of its namespace ({@code --as-pid-1}): with it ends all that it started, and
 * bubblewrap ends after that.
 *
 * <p>Where root runs it, there is no user namespace, as in one root would stay root for files of /proc that have no
 * other guard; the guest becomes a user of its own by {@code setpriv} instead, within the walls. Its end must not hang on
 * bubblewrap's death then, whose signal would not reach another user: the first process is {@code flock}, which
 * waits for the guest, says how it ended (128 and the number of a signal), and is still root's.
 */
final class Bubblewrap implements Isolation {

    /** What bubblewrap itself covers only where it could write to it, which says nothing of what is in it. */
    private static final List<String> KERNEL_SETTINGS = existing("/proc/sys");
    private static final List<String> FILES_OF_ROOT = existing("/proc/irq", "/proc/bus", "/proc/fs", "/proc/acpi", "/proc/scsi");
    /** With which the guest gives up its rights, these last. */
    private static final List<String> CAPABILITIES = List.of("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP");

    /**
     * The programs that it is made of.
     *
     * @param bwrap   bubblewrap itself
     * @param setpriv by which the guest becomes another user; none where it is not to
     * @param flock   which opens the filter for bubblewrap, that takes it from an open file; always there with setpriv
     * @param filter  the filter of system calls
     */
    record Programs(Path bwrap, Optional<Path> setpriv, Optional<Path> flock, Optional<Path> filter) {
    }

    private final Programs programs;
    private final SystemView view;
    private final Set<Part> parts;

    /**
     * Bubblewrap.
     *
     * @param hidden folders and files that are not seen, even where they are a part of what is: the data folder, say
     */
    Bubblewrap(Programs programs, List<Path> hidden, Set<Part> parts) {
        this.programs = programs;
        this.view = new SystemView(hidden);
        this.parts = Set.copyOf(parts);
    }

    @Override
    public List<String> words(Path program, GuestMounts mounts, OptionalInt user) {
        var words = new ArrayList<String>();
        if (parts.contains(Part.FILTER)) {
            // The first file that a process opens has the number 3, and flock keeps it open for what it becomes.
            words.addAll(List.of(programs.flock().orElseThrow().toString(), "--shared", "--no-fork",
                    programs.filter().orElseThrow().toString()));
        }
        words.addAll(List.of(programs.bwrap().toString(), "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts",
                "--unshare-cgroup-try"));
        if (user.isEmpty()) {
            words.add("--unshare-user");
        }
        if (parts.contains(Part.NO_NAMESPACES)) {
            words.add("--disable-userns");
        }
        words.addAll(List.of("--die-with-parent", "--new-session", "--as-pid-1", "--cap-drop", "ALL"));
        if (user.isPresent()) {
            CAPABILITIES.forEach(each -> words.addAll(List.of("--cap-add", each)));
        }
        words.addAll(List.of("--proc", "/proc"));
        if (parts.contains(Part.KERNEL_SETTINGS)) {
            KERNEL_SETTINGS.forEach(each -> words.addAll(List.of("--ro-bind", each, each)));
        }
        if (parts.contains(Part.FILES_OF_ROOT)) {
            FILES_OF_ROOT.forEach(each -> words.addAll(List.of("--ro-bind", each, each)));
        }
        words.addAll(List.of("--dev", "/dev"));
        words.addAll(view.words(program));
        words.addAll(folders(mounts));
        if (parts.contains(Part.FILTER)) {
            words.addAll(List.of("--seccomp", "3"));
        }
        words.add("--");
        user.ifPresent(id -> {
            // What it locks is the guest's own root folder, and nobody else's.
            words.addAll(List.of(programs.flock().orElseThrow().toString(), "--shared", "--close", "/"));
            words.addAll(SeparateUser.words(programs.setpriv().orElseThrow(), id, true, Optional.empty()));
        });
        return words;
    }

    /** The words that bind the folders of a guest. */
    private static List<String> folders(GuestMounts mounts) {
        // /tmp exists, but is read-only like the rest: a guest writes its temporary files where it works.
        var words = new ArrayList<>(List.of("--dir", "/tmp", "--dir", GuestMounts.FOLDER,
                "--ro-bind", mounts.given().toString(), GuestMounts.GIVEN,
                "--ro-bind", mounts.results().toString(), GuestMounts.RESULTS));
        mounts.elsewhere().forEach((name, file) ->
                words.addAll(List.of("--ro-bind", file.toString(), GuestMounts.GIVEN + "/" + name)));
        words.addAll(List.of("--bind", mounts.made().toString(), GuestMounts.MADE, "--remount-ro", "/dev", "--remount-ro", "/",
                "--chdir", GuestMounts.MADE));
        return words;
    }

    private static List<String> existing(String... paths) {
        return Stream.of(paths).filter(each -> Files.isDirectory(Path.of(each))).toList();
    }

    @Override
    public Set<Part> parts() {
        return parts;
    }

    @Override
    public boolean hasNamespaces() {
        return true;
    }

    @Override
    public boolean isOfAnother() {
        return programs.setpriv().isPresent();
    }
}
