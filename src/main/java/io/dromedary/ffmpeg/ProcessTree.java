package io.dromedary.ffmpeg;

import java.util.List;

/** Ends a process and everything that it started. */
final class ProcessTree {

    private ProcessTree() {
    }

    /**
     * Ends the tree by force; nothing that it still makes is wanted. Returns at once.
     *
     * <p>Where a namespace stands around the guest, the process that we started waits outside of it for the guest's end,
     * and ends itself when all of it is gone: so it is left alone as long as there is anything else to end.
     */
    static void end(Process process, boolean waitsForGuest) {
        List<ProcessHandle> below = process.descendants().toList();
        below.forEach(ProcessHandle::destroyForcibly);
        if (below.isEmpty() || !waitsForGuest) {
            process.destroyForcibly();
        }
    }
}
