package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code watches}, {@code nodes} and {@code stats}: what those who look after a server want to know. */
final class OperatorCommands {

    private OperatorCommands() {
    }

    static Callable<Integer> of(String name, Context context) {
        return switch (name) {
            case "watches" -> new WatchList(context);
            case "nodes" -> new NodeTable(context);
            default -> new Stats(context);
        };
    }

    @Command(name = "watches", description = "List the watches of the project, with their last looks and what they have found.",
            footer = {"", "Example:", "  ${COMMAND-FULL-NAME}"})
    private static final class WatchList implements Callable<Integer> {
        private final Context context;

        WatchList(Context context) {
            this.context = context;
        }

        @Override
        public Integer call() throws InterruptedException {
            JsonNode watches = context.api().get("/watches").body();
            context.list(watches, "id", () -> table(watches));
            return ExitCode.DONE.number();
        }

        private void table(JsonNode watches) {
            if (watches.isEmpty()) {
                context.tell("No watches. config/watches.properties on the server makes them.");
                return;
            }
            Table table = context.table("WATCH", "BUCKET", "PREFIX", "LAST LOOK", "FOUND", "DONE", "FAILED").spare("PREFIX", "BUCKET");
            watches.forEach(watch -> table.row(TextFormat.plain(watch.path("id")), TextFormat.plain(watch.path("bucket")),
                    TextFormat.plain(watch.path("prefix")), TextFormat.time(watch.path("last_look_at")),
                    TextFormat.plain(watch.path("found")), TextFormat.plain(watch.path("succeeded")),
                    TextFormat.plain(watch.path("failed"))));
            table.print(context::print);
            watches.forEach(watch -> {
                if (watch.path("trouble").isTextual()) {
                    context.print(TextFormat.plain(watch.path("id")) + " fails since " + TextFormat.time(watch.path("trouble_since"))
                            + ": " + TextFormat.plain(watch.path("trouble")));
                }
            });
        }
    }

    @Command(name = "nodes", description = "List the nodes of the server, with their slots; this takes a key of scope operator.",
            footer = {"", "Example:", "  ${COMMAND-FULL-NAME}"})
    private static final class NodeTable implements Callable<Integer> {
        private final Context context;

        NodeTable(Context context) {
            this.context = context;
        }

        @Override
        public Integer call() throws InterruptedException {
            JsonNode nodes = context.api().get("/nodes").body();
            context.list(nodes, "name", () -> {
                Table table = context.table("NODE", "ROLES", "VERSION", "HEAVY", "LIGHT", "LAST SEEN", "ID").spare("VERSION", "ROLES");
                nodes.forEach(node -> table.row(TextFormat.plain(node.path("name")), roles(node), TextFormat.plain(node.path("version")),
                        load(node.at("/lanes/heavy")), load(node.at("/lanes/light")), TextFormat.time(node.path("last_seen_at")),
                        TextFormat.plain(node.path("id"))));
                table.print(context::print);
            });
            return ExitCode.DONE.number();
        }

        private static String roles(JsonNode node) {
            var roles = new ArrayList<String>();
            node.path("roles").forEach(role -> roles.add(TextFormat.plain(role)));
            return String.join(" ", roles);
        }

        private static String load(JsonNode lane) {
            return lane.path("running").asInt() + " of " + lane.path("slots").asInt();
        }
    }

    @Command(name = "stats", sortOptions = false, description = "Count the jobs that wait, run, and have ended.",
            footer = {"", "Examples:", "  ${COMMAND-FULL-NAME}", "  ${COMMAND-FULL-NAME} --hours 1 --all-projects"})
    private static final class Stats implements Callable<Integer> {
        private final Context context;

        @Option(names = "--hours", paramLabel = "<n>", order = 1,
                description = "Count jobs that ended in the last hours, 1 to 168; 24 when absent.")
        private Integer hours;

        @Option(names = "--all-projects", order = 2, description = "Of all projects; this takes a key of scope operator.")
        private boolean all;

        Stats(Context context) {
            this.context = context;
        }

        @Override
        public Integer call() throws InterruptedException {
            Map<String, String> parameters = new LinkedHashMap<>();
            if (hours != null) {
                parameters.put("hours", hours.toString());
            }
            if (all) {
                parameters.put("all_projects", "true");
            }
            JsonNode stats = context.api().get("/stats" + ApiClient.query(parameters)).body();
            switch (context.mode()) {
                case JSON_LINES -> context.print(stats);
                case QUIET -> context.print(TextFormat.plain(stats.at("/ended/succeeded")));
                case PEOPLE -> forPeople(stats);
            }
            return ExitCode.DONE.number();
        }

        private void forPeople(JsonNode stats) {
            Table queue = context.table("LANE", "QUEUED", "DELAYED", "PROCESSING");
            stats.path("queue").properties().forEach(lane -> queue.row(TextFormat.plain(lane.getKey()), number(lane, "queued"),
                    number(lane, "delayed"), number(lane, "processing")));
            queue.print(context::print);
            context.print("");
            Table kinds = context.table("KIND", "SUCCEEDED", "FAILED", "CANCELLED");
            stats.path("kinds").properties().forEach(kind -> kinds.row(TextFormat.plain(kind.getKey()), number(kind, "succeeded"),
                    number(kind, "failed"), number(kind, "cancelled")));
            kinds.print(context::print);
            context.print("Since " + TextFormat.time(stats.path("since")) + ", "
                    + TextFormat.number(stats.path("succeeded_per_hour").asDouble()) + " succeeded an hour.");
            stats.path("failures").properties().forEach(failure ->
                    context.print(TextFormat.plain(failure.getKey()) + ": " + failure.getValue().asLong() + " failed"));
        }

        private static String number(Map.Entry<String, JsonNode> row, String name) {
            return TextFormat.plain(row.getValue().path(name));
        }
    }
}
