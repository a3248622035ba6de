package io.dromedary.delivery;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The slots of a node for work that waits for the bytes of its input. A piece takes one when it has waited for some time,
 * and gives its lane's back, so that the lane goes on; see {@link LentSlot}. No project may have more than half of them.
 */
public final class TransferSlots {

    private final int count;
    private final int ofProject;
    private final Runnable freed;
    private final Map<String, Integer> taken = new HashMap<>();

    /**
     * Slots.
     *
     * @param count 0 for none: work keeps the slot of its lane while its input comes
     * @param freed is told that there is room again
     */
    public TransferSlots(int count, Runnable freed) {
        this.count = count;
        this.ofProject = (count + 1) / 2;
        this.freed = freed;
    }

    synchronized boolean tryAcquire(String project) {
        int all = taken.values().stream().mapToInt(Integer::intValue).sum();
        if (all >= count || taken.getOrDefault(project, 0) >= ofProject) {
            return false;
        }
        taken.merge(project, 1, Integer::sum);
        return true;
    }

    void release(String project) {
        synchronized (this) {
            taken.computeIfPresent(project, (name, many) -> many == 1 ? null : many - 1);
        }
        freed.run();
    }

    /**
     * Who has as many as he may: more of his work could keep the slot of its lane for as long as its input takes, and so is
     * not given the last one that others could have.
     */
    synchronized Set<String> full() {
        return taken.entrySet().stream().filter(entry -> entry.getValue() >= ofProject).map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }
}
