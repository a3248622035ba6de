package io.dromedary.ffmpeg;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What stands between ffmpeg and this machine, since whoever can send a file may have found an error in one of its
 * parsers: the limits of a process, and bubblewrap where it works.
 */
public final class Sandbox {

    /** What an operator does where bubblewrap is not at work. */
    public static final String WAY_OUT = "'apt-get install bubblewrap' brings it; it needs user namespaces"
            + " (sysctl user.max_user_namespaces, and a container that allows them)";

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

    private final Optional<Path> prlimit;
    private final ProcessLimits limits;
    private final Optional<Bubblewrap> bubblewrap;
    private final String without;
    private final Optional<String> uncounted;

    private Sandbox(Optional<Path> prlimit, ProcessLimits limits, Optional<Bubblewrap> bubblewrap, String without,
            Optional<String> uncounted) {
        this.prlimit = prlimit;
        this.limits = limits;
        this.bubblewrap = bubblewrap;
        this.without = without;
        this.uncounted = uncounted;
    }

    /**
     * Finds out what works here, by first runs in it.
     *
     * @param searchPath where the programs are looked for
     * @param hidden     folders of this server, none of which a guest sees
     * @throws IllegalStateException when bubblewrap is required and does not work, with the way out
     */
    public static Sandbox find(Wish wish, ProcessLimits limits, String searchPath, List<Path> hidden) {
        Optional<Path> prlimit = Launch.find("prlimit", searchPath);
        if (wish == Wish.OFF) {
            return without(prlimit, limits, "it is switched off (dromedary.sandbox)");
        }
        Optional<Trials> trials = Launch.find("bwrap", searchPath)
                .map(file -> new Trials(new Bubblewrap(file, hidden), searchPath));
        Optional<String> trouble = trials.map(Trials::trouble).orElse(Optional.of("bubblewrap is not installed"));
        if (trouble.isPresent() && wish == Wish.REQUIRE) {
            throw new IllegalStateException("DROMEDARY_SANDBOX is 'require', but " + trouble.get() + ". " + WAY_OUT
                    + ". Or set DROMEDARY_SANDBOX to 'prefer' to run without it.");
        }
        return trouble.isPresent() ? without(prlimit, limits, trouble.get())
                : new Sandbox(prlimit, limits, trials.map(Trials::bubblewrap), "",
                        prlimit.flatMap(file -> trials.get().uncounted(file, limits)));
    }

    private static Sandbox without(Optional<Path> prlimit, ProcessLimits limits, String reason) {
        return new Sandbox(prlimit, limits, Optional.empty(), reason, Optional.empty());
    }

    /** Neither limits nor bubblewrap. */
    static Sandbox none() {
        return without(Optional.empty(), new ProcessLimits(Long.MAX_VALUE, Long.MAX_VALUE, 1, 1), "");
    }

    ProcessLimits limits() {
        return limits;
    }

    Guest admit(Path program, Place place, java.time.Duration deadline) {
        var words = new ArrayList<String>();
        prlimit.ifPresent(file -> words.addAll(limits.words(file, deadline)));
        place.elsewhere().forEach((name, file) -> {
            try {
                java.nio.file.Files.copy(file, place.given().resolve(name), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        bubblewrap.ifPresent(wrap -> words.addAll(wrap.words(program, place)));
        return new Guest() {
            public List<String> words() { return words; }
            public boolean isEndKnown() { return isConfining(); }
            public void close() { }
        };
    }

    /** Is bubblewrap at work? */
    public boolean isConfining() {
        return bubblewrap.isPresent();
    }

    /** What is at work, for people. */
    public String describe() {
        if (!isConfining()) {
            return (prlimit.isPresent() ? "limits alone: its memory, CPU time and files are limited, its processes are not"
                    : "none: " + UNLIMITED) + ", and it has the rights of this server: " + without + ". " + WAY_OUT + ".";
        }
        String held = prlimit.isEmpty() ? UNLIMITED
                : uncounted.map(reason -> "its memory, CPU time and files are limited, its processes are not: " + reason)
                        .orElse("its memory, CPU time, files and processes are limited");
        return "bubblewrap: ffmpeg has no network and sees its job's folder alone; " + held;
    }
}
