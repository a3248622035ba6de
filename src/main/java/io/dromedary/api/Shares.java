package io.dromedary.api;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many of something each of many has at a time, and that none has more than its share. */
final class Shares {

    private final Map<String, Integer> taken = new ConcurrentHashMap<>();
    private final int most;

    /**
     * Nobody has anything.
     *
     * @param most how many each may have
     */
    Shares(int most) {
        this.most = most;
    }

    int most() {
        return most;
    }

    /**
     * Takes one.
     *
     * @return whether there was one left for it; if so, it must be given back
     */
    boolean take(String whose) {
        var got = new boolean[1];
        taken.compute(whose, (same, before) -> {
            int has = before == null ? 0 : before;
            got[0] = has < most;
            return got[0] ? Integer.valueOf(has + 1) : before;
        });
        return got[0];
    }

    void giveBack(String whose) {
        taken.computeIfPresent(whose, (same, has) -> has == 1 ? null : has - 1);
    }
}
