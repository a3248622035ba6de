package io.dromedary.ffmpeg;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Ends a process and everything that it started. */
final class ProcessTree {

    /** A process that is asked to end gets this long before it is made to. */
    private static final long GRACE_MS = 300;

    private ProcessTree() {
    }

    /** Asks the tree to end, and makes it end soon after. Returns at once. */
    static void end(Process process) {
        List<ProcessHandle> tree = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .filter(ProcessHandle::isAlive).toList();
        if (tree.isEmpty()) {
            return;
        }
        tree.forEach(ProcessHandle::destroy);
        CompletableFuture.delayedExecutor(GRACE_MS, TimeUnit.MILLISECONDS)
                .execute(() -> tree.forEach(ProcessHandle::destroyForcibly));
    }
}
