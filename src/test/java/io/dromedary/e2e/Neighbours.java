package io.dromedary.e2e;

import io.dromedary.machine.Folders;
import io.dromedary.machine.SilentNames;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Two projects on one node, of which one floods it, for {@code bench/neighbours}. */
final class Neighbours implements AutoCloseable {

    private static final int JOBS = 3;

    private final R2Double r2;
    private final SilentNames silentNames;
    private final Node node;
    private final Floods floods;
    private final Neighbour other;

    /**
     * A node with both.
     *
     * @param others the program of another checkout, as it was; null for this one
     */
    Neighbours(Path folder, Path others) {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        r2.put("media", "in.mp4", Samples.video(folder, "in.mp4", 64, 36, 1), "video/mp4");
        silentNames = new SilentNames(folder);
        node = new Node(folder.resolve("node")).alone().runBy(silentNames.words()).with("DROMEDARY_NODE_NAME", "node")
                .with("DROMEDARY_WORKER_SLOTS", "2").jvm("-Xmx512m");
        if (others == null) {
            node.start();
        } else {
            node.run(List.of("-Ddromedary.home=" + others, "-cp", others.resolve("target/dromedary.jar").toString(),
                    "io.dromedary.Dromedary", "serve"));
        }
        floods = new Floods(node.url(), key("flooding"));
        other = new Neighbour(new Api(node.url(), key("other")));
    }

    private String key(String project) {
        String key = node.api().post("/keys", "{\"name\": \"%s\", \"scope\": \"write\", \"project\": \"%s\"}"
                .formatted(project, project)).json().get("key").asText();
        new Api(node.url(), key).connect("r2", r2.endpoint(), r2.newKey(Tier.OBJECT_READ, "media"));
        return key;
    }

    Floods floods() {
        return floods;
    }

    Neighbour other() {
        return other;
    }

    /**
     * Prints how the other project fares without a flood, and in each.
     *
     * @param arguments seconds for each; the folder of another checkout that was built, to be measured in place of this one, or
     *                  {@code .}; and the floods, of which all are tried when none is named
     */
    public static void main(String[] arguments) throws IOException {
        int seconds = Integer.parseInt(arguments[0]);
        Path folder = Files.createTempDirectory("dromedary-neighbours");
        System.out.printf("%-12s  %7s  %6s  %6s  %9s  %10s  %8s  %10s%n", "flood", "sent", "calls", "failed", "median ms",
                "slowest ms", "job ms", "webhook ms");
        try (var both = new Neighbours(folder, arguments.length > 1 && !arguments[1].equals(".") ? Path.of(arguments[1]).toAbsolutePath() : null)) {
            print("none", 0, both.other.fares(seconds, JOBS));
            for (String name : arguments.length > 2 ? List.of(arguments[2].split(",")) : both.floods.names()) {
                try (Floods.Flood flood = both.floods.begin(name)) {
                    Neighbour.Fared fared = both.other.fares(seconds, JOBS);
                    print(name, flood.sent(), fared);
                }
            }
        }
        Folders.delete(folder);
        System.exit(0);
    }

    private static void print(String flood, int sent, Neighbour.Fared fared) {
        System.out.printf(Locale.ROOT, "%-12s  %7d  %6d  %6d  %9d  %10d  %8d  %10d%n", flood, sent, fared.calls(), fared.failed(),
                fared.median(), fared.slowest(), fared.jobWait(), fared.hookWait());
    }

    @Override
    public void close() {
        floods.close();
        other.close();
        node.close();
        silentNames.close();
        r2.close();
    }
}
