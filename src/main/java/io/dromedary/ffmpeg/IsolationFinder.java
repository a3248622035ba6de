package io.dromedary.ffmpeg;

import io.dromedary.ffmpeg.Isolation.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Finds the strongest isolation that works here, and its shortcomings. */
final class IsolationFinder {

    private final SandboxHost host;
    private final SandboxTrials trials;
    private final BubblewrapDiagnosis diagnosis = new BubblewrapDiagnosis(Path.of("/proc"));
    private final Optional<Path> filter;
    private final Optional<Path> setpriv;
    private final Optional<Path> flock;
    private final Map<Part, String> missing = new EnumMap<>(Part.class);
    private final List<String> troubles = new ArrayList<>();

    IsolationFinder(SandboxHost host) {
        this.host = host;
        trials = new SandboxTrials(host);
        filter = SeccompFilter.in(host.scratch());
        setpriv = program("setpriv");
        flock = program("flock");
    }

    /**
     * The result.
     *
     * @param trouble      why bubblewrap does not work, and what to do; empty if it works
     * @param shortcomings what the isolation does not prevent, in clauses for people
     */
    record Found(Optional<Isolation> isolation, String trouble, List<String> shortcomings) {
    }

    private Optional<Path> program(String name) {
        return Executables.find(name, host.searchPath());
    }

    /**
     * Finds the isolation.
     *
     * @param bubblewrap whether bubblewrap may be used
     */
    Found find(boolean bubblewrap) {
        if (!bubblewrap) {
            return withoutNamespaces("it is switched off (dromedary.sandbox)");
        }
        Optional<Path> bwrap = program("bwrap");
        if (bwrap.isEmpty()) {
            return withoutNamespaces(BubblewrapDiagnosis.NOT_INSTALLED);
        }
        boolean asRoot = host.userIds().isPresent();
        Optional<Isolation> isolation = asRoot && setpriv.isPresent() && flock.isPresent() ? ofBubblewrap(bwrap.get(), setpriv)
                : Optional.empty();
        if (isolation.isPresent()) {
            return new Found(isolation, "", shortcomings());
        }
        isolation = ofBubblewrap(bwrap.get(), Optional.empty());
        if (isolation.isEmpty()) {
            return withoutNamespaces(diagnosis.explain(troubles.get(troubles.size() - 1)));
        }
        List<String> shortcomings = shortcomings();
        if (asRoot) {
            shortcomings.add("it keeps the user id of root, and with it what root can do without a capability, as it cannot"
                    + " be given another (" + (troubles.isEmpty() ? "there are no setpriv and flock" : troubles.get(0)) + ")");
        }
        return new Found(isolation, "", shortcomings);
    }

    private Optional<Isolation> ofBubblewrap(Path bwrap, Optional<Path> ownUser) {
        Set<Part> wanted = EnumSet.of(Part.KERNEL_SETTINGS);
        if (ownUser.isEmpty()) {
            wanted.add(Part.NO_NAMESPACES);
            if (host.userIds().isPresent()) {
                wanted.add(Part.FILES_OF_ROOT);
            }
        }
        var programs = new Bubblewrap.Programs(bwrap, ownUser, flock, filter);
        return stand(withFilter(wanted, flock.isPresent(), "there is no flock"),
                parts -> new Bubblewrap(programs, host.hidden(), parts));
    }

    private Found withoutNamespaces(String trouble) {
        boolean filters = setpriv.filter(IsolationFinder::takesFilter).isPresent();
        String old = "setpriv takes a filter from util-linux 2.41 on";
        Optional<Isolation> isolation = Optional.empty();
        if (setpriv.isPresent() && host.userIds().isPresent()) {
            isolation = stand(withFilter(EnumSet.of(Part.BOUNDING_SET), filters, old),
                    parts -> new SeparateUser(setpriv.get(), filter, parts));
        }
        if (isolation.isEmpty() && setpriv.isPresent()) {
            isolation = stand(withFilter(EnumSet.noneOf(Part.class), filters, old),
                    parts -> new NoNewPrivileges(setpriv.get(), filter, parts));
        }
        var shortcomings = new ArrayList<>(List.of(trouble));
        shortcomings.addAll(shortcomings());
        return new Found(isolation, trouble, shortcomings);
    }

    private Set<Part> withFilter(Set<Part> others, boolean isTaken, String otherwise) {
        missing.clear();
        if (isTaken && filter.isPresent()) {
            others.add(Part.FILTER);
        } else {
            missing.put(Part.FILTER, filter.isPresent() ? otherwise : "those of this machine are not known");
        }
        return others;
    }

    /** The isolation with as many of these parts as work; none if it does not work at all. */
    private Optional<Isolation> stand(Set<Part> wanted, Function<Set<Part>, Isolation> make) {
        Isolation whole = make.apply(wanted);
        Optional<String> wrong = trouble(whole);
        if (wrong.isEmpty()) {
            return Optional.of(whole);
        }
        Isolation best = make.apply(Set.of());
        Optional<String> bare = wanted.isEmpty() ? wrong : trouble(best);
        if (bare.isPresent()) {
            troubles.add(bare.get());
            return Optional.empty();
        }
        for (Part part : wanted) {
            Set<Part> more = EnumSet.of(part);
            more.addAll(best.parts());
            Optional<String> reason = trouble(make.apply(more));
            if (reason.isPresent()) {
                missing.put(part, reason.get());
            } else {
                best = make.apply(more);
            }
        }
        return Optional.of(best);
    }

    private Optional<String> trouble(Isolation isolation) {
        return trials.trouble(Sandbox.behind(isolation, host));
    }

    private List<String> shortcomings() {
        var all = new ArrayList<String>();
        if (missing.containsKey(Part.FILTER)) {
            all.add("no system call is refused (" + missing.get(Part.FILTER) + ")");
            if (missing.containsKey(Part.NO_NAMESPACES)) {
                all.add("it can make namespaces (" + missing.get(Part.NO_NAMESPACES) + ")");
            }
        }
        missing.entrySet().stream().filter(each -> each.getKey() == Part.KERNEL_SETTINGS || each.getKey() == Part.FILES_OF_ROOT)
                .forEach(each -> all.add("what its user can write to in /proc is not read-only (" + each.getValue() + ")"));
        return all;
    }

    private static boolean takesFilter(Path setpriv) {
        try {
            Process process = new ProcessBuilder(setpriv.toString(), "--help").redirectErrorStream(true).start();
            process.getOutputStream().close();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).contains("--seccomp-filter");
        } catch (IOException e) {
            throw new UncheckedIOException("setpriv cannot be tried out", e);
        }
    }
}
