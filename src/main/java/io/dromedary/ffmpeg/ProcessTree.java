package io.dromedary.ffmpeg;

import java.util.List;

/** Ends a process and all its descendants. */
final class ProcessTree {

    private ProcessTree() {
    }

    /**
     * Kills the tree. Returns at once.
     *
     * <p>With a namespace, the started process waits outside it for the guest's end, and ends after all processes of the
     * guest: so it is killed only if it has no descendants.
     */
    static void end(Process process, boolean waitsForGuest) {
        List<ProcessHandle> below = process.descendants().toList();
        below.forEach(ProcessHandle::destroyForcibly);
        if (below.isEmpty() || !waitsForGuest) {
            process.destroyForcibly();
        }
    }
}
