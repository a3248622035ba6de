package io.dromedary.delivery;

import io.dromedary.access.Shares;
import java.util.Set;

/**
 * The slots of a node for work that waits for the bytes of its input. A piece takes one when it has waited for some time,
 * and gives its lane's back, so that the lane goes on; see {@link LentSlot}. No project may have more than half of them.
 */
public final class TransferSlots {

    private final int count;
    private final Runnable freed;
    private final Shares ofProjects;
    private int taken;

    /**
     * Slots.
     *
     * @param count 0 for none: work keeps the slot of its lane while its input comes
     * @param freed is told that there is room again
     */
    public TransferSlots(int count, Runnable freed) {
        this.count = count;
        this.ofProjects = new Shares((count + 1) / 2);
        this.freed = freed;
    }

    synchronized boolean tryAcquire(String project) {
        if (taken >= count || !ofProjects.take(project)) {
            return false;
        }
        taken++;
        return true;
    }

    void release(String project) {
        synchronized (this) {
            ofProjects.giveBack(project);
            taken--;
        }
        freed.run();
    }

    /**
     * Who has as many as he may: more of his work could keep the slot of its lane for as long as its input takes, and so is
     * not given the last one that others could have.
     */
    Set<String> full() {
        return ofProjects.full();
    }
}
