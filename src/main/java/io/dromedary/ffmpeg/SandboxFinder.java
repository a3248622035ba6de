package io.dromedary.ffmpeg;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds out by trial runs which sandbox works on this machine. */
public final class SandboxFinder {

    private SandboxFinder() {
    }

    /**
     * Finds the strongest sandbox.
     *
     * @throws IllegalStateException when bubblewrap is required and does not work, saying what to do
     */
    public static Sandbox find(Sandbox.Wish wish, ProcessLimits limits, SandboxHost host) {
        Optional<Path> prlimit = Executables.find("prlimit", host.searchPath());
        IsolationFinder.Found found = new IsolationFinder(host).find(wish != Sandbox.Wish.OFF);
        Optional<Isolation> isolation = found.isolation();
        if (wish == Sandbox.Wish.REQUIRE && isolation.filter(Isolation::hasNamespaces).isEmpty()) {
            throw new IllegalStateException("DROMEDARY_SANDBOX is 'require', but " + found.trouble()
                    + ". Or set DROMEDARY_SANDBOX to 'prefer' to run without it.");
        }
        Optional<String> uncounted = prlimit.isEmpty() || isolation.filter(each -> each.isOfAnother() || each.hasNamespaces()).isEmpty()
                ? Optional.of("nobody counts them apart from those of the server")
                : uncounted(limits, prlimit, host, isolation);
        return new Sandbox(limits, prlimit, host, isolation, uncounted, found.shortcomings());
    }

    /** Why the number of a guest's processes is not limited; none where it is. */
    private static Optional<String> uncounted(ProcessLimits limits, Optional<Path> prlimit, SandboxHost host,
            Optional<Isolation> isolation) {
        var trials = new SandboxTrials(host);
        var limited = new Sandbox(limits, prlimit, host, isolation, Optional.empty(), List.of());
        var single = new Sandbox(limits.withProcesses(1), prlimit, host, isolation, Optional.empty(), List.of());
        return trials.trouble(limited).map(reason -> "their limit cannot be set (" + reason + ")")
                // If a second process starts, the limit does not hold: it never does for root, nor for a namespace alone
                // before Linux 5.14.
                .or(() -> trials.startsAnother(single)
                        ? Optional.of("the kernel does not count them for this user; run as one that is not root")
                        : Optional.empty());
    }
}
