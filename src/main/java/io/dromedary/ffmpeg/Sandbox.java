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
 * What stands between ffmpeg and this machine, since whoever can send a file may have found an error in one of its
 * parsers: the limits of a process, and the strongest {@link Isolation} that works here.
 */
public final class Sandbox {

    private static final Duration BRIEF = Duration.ofMinutes(1);
    private static final ProcessLimits NO_LIMITS = new ProcessLimits(Long.MAX_VALUE, Long.MAX_VALUE, 1, 1);
    private static final String NOT_LIMITED = "nothing is limited";
    private static final String UNLIMITED = "nothing limits its memory, as there is no prlimit here";

    /** Whether bubblewrap is asked for. */
    public enum Wish {
        /** Nothing is run without it. */
        REQUIRE,
        /** It is used where it works. */
        PREFER,
        /** It is not used; the limits hold all the same. */
        OFF
    }

    /**
     * Where guests are to live.
     *
     * @param searchPath where the programs are looked for
     * @param scratch    a folder of this server alone, which is there as long as guests are
     * @param hidden     folders and files of this server, none of which a guest sees
     * @param userIds    that guests can have; none where this server is not run by root
     */
    public record Surroundings(String searchPath, Path scratch, List<Path> hidden, Optional<UserIds> userIds) {

        /** Surroundings. */
        public Surroundings {
            hidden = List.copyOf(hidden);
        }
    }

    private final Optional<Path> prlimit;
    private final ProcessLimits limits;
    private final Optional<Isolation> wall;
    private final Optional<UserIds> userIds;
    private final Optional<String> uncounted;
    private final UserProcesses userEnd;
    private final List<String> shortcomings;

    private Sandbox(ProcessLimits limits, Optional<Path> prlimit, Surroundings around, Optional<Isolation> wall,
            Optional<String> uncounted, List<String> shortcomings) {
        this.limits = limits;
        this.prlimit = prlimit;
        this.wall = wall;
        this.userIds = around.userIds().filter(ids -> wall.filter(Isolation::isOfAnother).isPresent());
        this.uncounted = uncounted;
        this.userEnd = new UserProcesses(around.searchPath());
        this.shortcomings = List.copyOf(shortcomings);
    }

    /**
     * Finds out what works here, by first runs in it.
     *
     * @throws IllegalStateException when bubblewrap is required and does not work, with the way out
     */
    public static Sandbox find(Wish wish, ProcessLimits limits, Surroundings around) {
        Optional<Path> prlimit = Executables.find("prlimit", around.searchPath());
        IsolationFinder.Found found = new IsolationFinder(around).find(wish != Wish.OFF);
        if (wish == Wish.REQUIRE && found.wall().filter(Isolation::hasNamespaces).isEmpty()) {
            throw new IllegalStateException("DROMEDARY_SANDBOX is 'require', but " + found.trouble()
                    + ". Or set DROMEDARY_SANDBOX to 'prefer' to run without it.");
        }
        var hopeful = new Sandbox(limits, prlimit, around, found.wall(), Optional.empty(), found.shortcomings());
        return new Sandbox(limits, prlimit, around, found.wall(), hopeful.uncounted(around), found.shortcomings());
    }

    /** Neither limits nor walls. */
    static Sandbox none() {
        return new Sandbox(NO_LIMITS, Optional.empty(), new Surroundings("", Path.of(""), List.of(), Optional.empty()),
                Optional.empty(), Optional.of(NOT_LIMITED), List.of());
    }

    /** Why a guest may start as many processes as it likes; none where they are limited. */
    private Optional<String> uncounted(Surroundings around) {
        if (prlimit.isEmpty() || wall.filter(each -> each.isOfAnother() || each.hasNamespaces()).isEmpty()) {
            return Optional.of("nobody counts them apart from those of the server");
        }
        var trials = new SandboxTrials(around);
        return trials.trouble(limited(around, limits)).map(reason -> "their limit cannot be set (" + reason + ")")
                // It starts another; the limit does not hold for root, and not for a namespace alone before Linux 5.14.
                .or(() -> trials.startsAnother(limited(around, limits.withProcesses(1)))
                        ? Optional.of("the kernel does not count them for this user; run as one that is not root")
                        : Optional.empty());
    }

    private SandboxTrials.Admission limited(Surroundings around, ProcessLimits others) {
        var sandbox = new Sandbox(others, prlimit, around, wall, Optional.empty(), List.of());
        return (program, place) -> sandbox.admit(program, place, BRIEF);
    }

    /** A wall alone, without limits: for first runs. */
    static SandboxTrials.Admission behind(Isolation wall, Surroundings around) {
        var sandbox = new Sandbox(NO_LIMITS, Optional.empty(), around, Optional.of(wall), Optional.of(NOT_LIMITED), List.of());
        return (program, place) -> sandbox.admit(program, place, BRIEF);
    }

    /**
     * Admits a guest: makes its place ready, and gives it a user id of its own where there are any.
     *
     * @param program  the file that is to be run
     * @param deadline wall time that it gets
     */
    Guest admit(Path program, GuestMounts place, Duration deadline) {
        if (userIds.isEmpty()) {
            return new Guest(words(program, GivenFiles.prepare(place, isConfining(), OptionalInt.empty()), OptionalInt.empty(),
                    deadline), program, isConfining(), Optional.empty(), () -> { });
        }
        UserIds ids = userIds.get();
        Isolation standing = wall.orElseThrow();
        int id = ids.take();
        OptionalInt user = OptionalInt.of(id);
        if (!standing.hasNamespaces()) {
            // Those of a server that was killed may have had this id, and would be this guest's equals.
            userEnd.endAll(standing, place, id);
        }
        try {
            GuestMounts ready = GivenFiles.prepare(place, isConfining(), user);
            Path runnable = GivenFiles.runnable(program, place, isConfining());
            Optional<Runnable> ending = standing.hasNamespaces() ? Optional.empty()
                    : Optional.of(() -> userEnd.endAll(standing, place, id));
            return new Guest(words(program, ready, user, deadline), runnable, isConfining(), ending, () -> {
                ending.ifPresent(Runnable::run);
                ids.giveBack(id);
            });
        } catch (RuntimeException e) {
            ids.giveBack(id);
            throw e;
        }
    }

    private List<String> words(Path program, GuestMounts place, OptionalInt user, Duration deadline) {
        var words = new ArrayList<String>();
        // In a user namespace alone, processes are counted there, and so the limits are set there.
        boolean inside = isConfining() && user.isEmpty() && uncounted.isEmpty();
        List<String> limiting = prlimit.map(file -> uncounted.isEmpty() ? limits.wordsOfAll(file, deadline)
                : limits.words(file, deadline)).orElse(List.of());
        if (!inside) {
            words.addAll(limiting);
        }
        wall.ifPresent(each -> words.addAll(each.words(program, place, user)));
        if (inside) {
            words.addAll(limiting);
        }
        return words;
    }

    /**
     * Hides this process from guests that are of its own user and see it: they cannot read its memory and environment
     * then. Where they are of another user, or in namespaces of their own, they cannot anyway.
     *
     * @throws UncheckedIOException where that does not work
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

    /** What a guest may take. */
    ProcessLimits limits() {
        return limits;
    }

    /** Is bubblewrap at work? */
    public boolean isConfining() {
        return wall.filter(Isolation::hasNamespaces).isPresent();
    }

    /** What is at work, for people, and what of it is not. */
    public String describe() {
        String held = prlimit.isEmpty() ? UNLIMITED
                : uncounted.map(reason -> "its memory, CPU time and files are limited, its processes are not: " + reason)
                        .orElse("its memory, CPU time, files and processes are limited");
        String kind = wall.isEmpty() ? prlimit.isEmpty() ? "none: ffmpeg has all rights of this server" :
                "limits alone: ffmpeg has all rights of this server"
                : isConfining() ? "bubblewrap: ffmpeg has no network and sees its job's folder alone"
                : wall.get().isOfAnother() ? "another user: ffmpeg has none of the rights of this server, but reaches the"
                + " network and what everybody on this machine may read"
                : "limits alone: ffmpeg has the rights of this server and can read and write what it can, and gets no others";
        return shortcomings.isEmpty() ? kind + "; " + held : kind + "; " + held + ". But " + String.join("; and ", shortcomings);
    }
}
