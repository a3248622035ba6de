package io.dromedary.ffmpeg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Isolates ffmpeg from this machine, as a file may exploit an error in one of its parsers: by limits of the process, and
 * the strongest {@link Isolation} that works here.
 */
public final class Sandbox {

    private static final ProcessLimits NO_LIMITS = new ProcessLimits(Long.MAX_VALUE, Long.MAX_VALUE, 1, 1);
    private static final String NOT_LIMITED = "nothing is limited";
    private static final String UNLIMITED = "nothing limits its memory, as there is no prlimit here";

    /** Whether to use bubblewrap. */
    public enum Wish {
        /** Required: nothing runs without it. */
        REQUIRE,
        /** Used if it works. */
        PREFER,
        /** Not used; the limits still apply. */
        OFF
    }

    private final Optional<Path> prlimit;
    private final ProcessLimits limits;
    private final Optional<Isolation> isolation;
    private final Optional<UserIds> userIds;
    private final Optional<String> uncounted;
    private final UserProcesses userProcesses;
    private final List<String> shortcomings;

    Sandbox(ProcessLimits limits, Optional<Path> prlimit, SandboxHost host, Optional<Isolation> isolation,
            Optional<String> uncounted, List<String> shortcomings) {
        this.limits = limits;
        this.prlimit = prlimit;
        this.isolation = isolation;
        this.userIds = host.userIds().filter(ids -> isolation.filter(Isolation::isOfAnother).isPresent());
        this.uncounted = uncounted;
        this.userProcesses = new UserProcesses(host.searchPath());
        this.shortcomings = List.copyOf(shortcomings);
    }

    /** An isolation alone, without limits: for trial runs. */
    static Sandbox behind(Isolation isolation, SandboxHost host) {
        return new Sandbox(NO_LIMITS, Optional.empty(), host, Optional.of(isolation), Optional.of(NOT_LIMITED), List.of());
    }

    /** Neither limits nor isolation. */
    static Sandbox none() {
        return new Sandbox(NO_LIMITS, Optional.empty(), new SandboxHost("", Path.of(""), List.of(), Optional.empty()),
                Optional.empty(), Optional.of(NOT_LIMITED), List.of());
    }

    /**
     * Admits a guest: prepares its folders, and gives it its own user id if there are any.
     *
     * @param program  the program's file
     * @param deadline its time limit
     */
    Guest admit(Path program, GuestMounts mounts, Duration deadline) {
        if (userIds.isEmpty()) {
            return new Guest(words(program, GivenFiles.prepare(mounts, isConfining(), OptionalInt.empty()), OptionalInt.empty(),
                    deadline), program, isConfining(), Optional.empty(), () -> { });
        }
        UserIds ids = userIds.get();
        Isolation standing = isolation.orElseThrow();
        int id = ids.take();
        OptionalInt user = OptionalInt.of(id);
        if (!standing.hasNamespaces()) {
            // Processes of a killed server may have this id, and could interfere with this guest.
            userProcesses.endAll(standing, mounts, id);
        }
        try {
            GuestMounts ready = GivenFiles.prepare(mounts, isConfining(), user);
            Path runnable = GivenFiles.runnable(program, mounts, isConfining());
            Optional<Runnable> ending = standing.hasNamespaces() ? Optional.empty()
                    : Optional.of(() -> userProcesses.endAll(standing, mounts, id));
            return new Guest(words(program, ready, user, deadline), runnable, isConfining(), ending, () -> {
                ending.ifPresent(Runnable::run);
                ids.giveBack(id);
            });
        } catch (RuntimeException e) {
            ids.giveBack(id);
            throw e;
        }
    }

    private List<String> words(Path program, GuestMounts mounts, OptionalInt user, Duration deadline) {
        var words = new ArrayList<String>();
        // With only a user namespace, processes are counted inside it, so the limits are set there.
        boolean inside = isConfining() && user.isEmpty() && uncounted.isEmpty();
        List<String> limiting = prlimit.map(file -> uncounted.isEmpty() ? limits.wordsOfAll(file, deadline)
                : limits.words(file, deadline)).orElse(List.of());
        if (!inside) {
            words.addAll(limiting);
        }
        isolation.ifPresent(each -> words.addAll(each.words(program, mounts, user)));
        if (inside) {
            words.addAll(limiting);
        }
        return words;
    }

    /**
     * Prevents guests with the same user id from reading this process's memory and environment. Guests with another user
     * id or with namespaces cannot read them anyway.
     *
     * @throws UncheckedIOException if that fails
     */
    public void hideServer() {
        if (!isConfining() && userIds.isEmpty() && LinuxCalls.areThere()) {
            try {
                LinuxCalls.hideThisProcess();
            } catch (IOException e) {
                throw new UncheckedIOException("Guests could read the memory of this process", e);
            }
        }
    }

    ProcessLimits limits() {
        return limits;
    }

    /** Is bubblewrap used? */
    public boolean isConfining() {
        return isolation.filter(Isolation::hasNamespaces).isPresent();
    }

    /** Describes the sandbox for people, with its shortcomings. */
    public String describe() {
        String held = prlimit.isEmpty() ? UNLIMITED
                : uncounted.map(reason -> "its memory, CPU time and files are limited, its processes are not: " + reason)
                        .orElse("its memory, CPU time, files and processes are limited");
        String kind = isolation.isEmpty() ? prlimit.isEmpty() ? "none: ffmpeg has all rights of this server" :
                "limits alone: ffmpeg has all rights of this server"
                : isConfining() ? "bubblewrap: ffmpeg has no network and sees its job's folder alone"
                : isolation.get().isOfAnother() ? "another user: ffmpeg has none of the rights of this server, but reaches the"
                + " network and what everybody on this machine may read"
                : "limits alone: ffmpeg has the rights of this server and can read and write what it can, and gets no others";
        return shortcomings.isEmpty() ? kind + "; " + held : kind + "; " + held + ". But " + String.join("; and ", shortcomings);
    }
}
