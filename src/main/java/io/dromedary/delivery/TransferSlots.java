package io.dromedary.delivery;

import io.dromedary.access.Shares;
import java.util.Set;

/**
 * The slots of a node for items that wait for the bytes of their inputs. An item that has waited for some time
 * exchanges its lane's slot for one of these, so that the lane continues; see {@link LentSlot}. A project may have up
 * to half of them.
 */
public final class TransferSlots {

    private final int count;
    private final Runnable freed;
    private final Shares ofProjects;
    private int taken;

    /**
     * @param count their number; with 0, items keep the slots of their lanes
     * @param freed runs when a slot is free again
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
     * The projects that have as many as they may. Further items of theirs could keep their lane's slot while their
     * inputs arrive, so they do not get the last one.
     */
    Set<String> full() {
        return ofProjects.full();
    }
}
