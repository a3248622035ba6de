package io.dromedary.access;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Counts how many of something each holder has at a time, and limits it. */
public final class Shares {

    private final Map<String, Integer> taken = new ConcurrentHashMap<>();
    private final int most;

    /** @param most how many each may have */
    public Shares(int most) {
        this.most = most;
    }

    public int most() {
        return most;
    }

    /**
     * Takes one.
     *
     * @return whether one was left; if so, it must be given back
     */
    public boolean take(String whose) {
        var got = new boolean[1];
        taken.compute(whose, (same, before) -> {
            int has = before == null ? 0 : before;
            got[0] = has < most;
            return got[0] ? Integer.valueOf(has + 1) : before;
        });
        return got[0];
    }

    /** Gives one back. Holders without any are not stored. */
    public void giveBack(String whose) {
        taken.computeIfPresent(whose, (same, has) -> has == 1 ? null : has - 1);
    }

    /** The holders that have reached the limit. */
    public Set<String> full() {
        return taken.entrySet().stream().filter(entry -> entry.getValue() >= most).map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    boolean isFull(String whose) {
        return taken.getOrDefault(whose, 0) >= most;
    }
}
