package io.dromedary.ffmpeg;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What stands between ffmpeg and this machine, since whoever can send a file may have found an error in one of its
 * parsers: the limits of a process, and bubblewrap where it works.
 */
public final class Sandbox {

    /** What an operator does where bubblewrap is not at work. */
    public static final String WAY_OUT = "'apt-get install bubblewrap' brings it; it needs user namespaces"
            + " (sysctl user.max_user_namespaces, and a container that allows them)";

    private static final int PATIENCE_SECONDS = 10;
    private static final int REASON_BYTES = 500;

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

    private Sandbox(Optional<Path> prlimit, ProcessLimits limits, Optional<Bubblewrap> bubblewrap, String without) {
        this.prlimit = prlimit;
        this.limits = limits;
        this.bubblewrap = bubblewrap;
        this.without = without;
    }

    /**
     * Finds out what works here, by a first run in it.
     *
     * @param searchPath where the programs are looked for
     * @param hidden     folders of this server, none of which a guest sees
     * @throws IllegalStateException when bubblewrap is required and does not work, with the way out
     */
    public static Sandbox find(Wish wish, ProcessLimits limits, String searchPath, List<Path> hidden) {
        Optional<Path> prlimit = Launch.find("prlimit", searchPath);
        if (wish == Wish.OFF) {
            return new Sandbox(prlimit, limits, Optional.empty(), "it is switched off (dromedary.sandbox)");
        }
        Optional<Bubblewrap> found = Launch.find("bwrap", searchPath).map(file -> new Bubblewrap(file, hidden));
        Optional<String> trouble = found.isEmpty() ? Optional.of("bubblewrap is not installed")
                : trouble(found.get(), searchPath);
        if (trouble.isPresent() && wish == Wish.REQUIRE) {
            throw new IllegalStateException("DROMEDARY_SANDBOX is 'require', but " + trouble.get() + ". " + WAY_OUT
                    + ". Or set DROMEDARY_SANDBOX to 'prefer' to run without it.");
        }
        return new Sandbox(prlimit, limits, found.filter(any -> trouble.isEmpty()), trouble.orElse(""));
    }

    private static Optional<String> trouble(Bubblewrap bubblewrap, String searchPath) {
        Path guest = Launch.find("true", searchPath).orElse(Path.of("/bin/true"));
        Path folder = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
        var line = new ArrayList<>(bubblewrap.words(guest, folder, List.of()));
        line.add(guest.toString());
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null"))).start();
            try {
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    return Optional.of("bubblewrap does not end");
                }
                String said = new String(process.getInputStream().readNBytes(REASON_BYTES), StandardCharsets.UTF_8);
                return process.exitValue() == 0 ? Optional.empty()
                        : Optional.of("bubblewrap does not work here (" + said.strip() + ")");
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("bubblewrap cannot be tried out", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The start was interrupted", e);
        }
    }

    /** Neither limits nor bubblewrap. */
    static Sandbox none() {
        return new Sandbox(Optional.empty(), new ProcessLimits(Long.MAX_VALUE, Long.MAX_VALUE, 1), Optional.empty(), "");
    }

    /** The words between those that start a program and its file. */
    List<String> words(Path guest, ProcessCommand command) {
        var words = new ArrayList<String>();
        prlimit.ifPresent(file -> words.addAll(limits.words(file, command.deadline())));
        bubblewrap.ifPresent(wrap -> words.addAll(wrap.words(guest, command.folder(), command.reads())));
        return words;
    }

    /** Is bubblewrap at work? */
    public boolean isConfining() {
        return bubblewrap.isPresent();
    }

    /** What is at work, for people. */
    public String describe() {
        String held = prlimit.isPresent() ? "its memory, CPU time and files are limited"
                : "nothing limits its memory, as there is no prlimit here";
        return isConfining() ? "bubblewrap: ffmpeg has no network and sees its job's folder alone; " + held
                : (prlimit.isPresent() ? "limits alone: " : "none: ") + held + ", and it has the rights of this server: "
                        + without + ". " + WAY_OUT + ".";
    }
}
