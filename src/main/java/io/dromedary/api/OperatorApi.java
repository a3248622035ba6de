package io.dromedary.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.access.Caller;
import io.dromedary.access.Scope;
import io.dromedary.delivery.NodeList;
import io.dromedary.delivery.Statistics;
import io.dromedary.job.Lane;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;

/** The API for those who look after a server: its nodes, and how much it does. */
public final class OperatorApi {

    private static final int HOURS = 24;

    private final NodeList nodes;
    private final Statistics statistics;

    public OperatorApi(NodeList nodes, Statistics statistics) {
        this.nodes = nodes;
        this.statistics = statistics;
    }

    /** The events of the caller's project, which the server streams. */
    public ProjectStreams.Asked events(@Variable(Authenticator.CALLER) Caller caller) {
        return new ProjectStreams.Asked(caller.project());
    }

    /** All nodes. */
    public AnswerBody nodes() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        nodes.all().forEach(node -> {
            ObjectNode json = list.addObject().put("id", node.id()).put("object", "node").put("name", node.name());
            node.roles().forEach(json.putArray("roles")::add);
            json.put("version", node.version().orElse(null)).put("started_at", node.startedAt().orElse(null))
                    .put("last_seen_at", node.lastSeenAt().orElse(null));
            ObjectNode lanes = json.putObject("lanes");
            load(lanes.putObject(Lane.HEAVY.wireName()), node.heavy());
            load(lanes.putObject(Lane.LIGHT.wireName()), node.light());
        });
        return new AnswerBody(list);
    }

    private static void load(ObjectNode json, NodeList.Load load) {
        json.put("slots", load.slots()).put("running", load.running());
    }

    /**
     * How many jobs wait and run, and how those of the last hours ended.
     *
     * @throws Problem {@code forbidden} for all projects, unless the caller is an operator
     */
    public AnswerBody statistics(Exchange exchange) {
        Caller caller = Authenticator.of(exchange);
        boolean all = exchange.getMessage().getHeader("all_projects", false, boolean.class);
        if (all && !caller.scope().covers(Scope.OPERATOR)) {
            throw new Problem(ProblemKind.FORBIDDEN, "The numbers of all projects need a key of scope operator, and yours has "
                    + caller.scope().wireName() + ". Without all_projects you get those of your project.");
        }
        int hours = exchange.getMessage().getHeader("hours", HOURS, int.class);
        Statistics.Counts counts = statistics.count(all ? Optional.empty() : Optional.of(caller.project()), Duration.ofHours(hours));
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("object", "stats")
                .put("project", all ? null : caller.project()).put("at", counts.at()).put("since", counts.since());
        ObjectNode queue = json.putObject("queue");
        for (Lane lane : Lane.values()) {
            ObjectNode states = queue.putObject(lane.wireName()).put("queued", 0).put("delayed", 0).put("processing", 0);
            counts.queue().stream().filter(waiting -> waiting.lane().equals(lane.wireName()))
                    .forEach(waiting -> states.put(waiting.state(), waiting.jobs()));
        }
        ended(json, counts, hours);
        return new AnswerBody(json);
    }

    private static void ended(ObjectNode json, Statistics.Counts counts, int hours) {
        ObjectNode sums = json.putObject("ended").put("succeeded", 0L).put("failed", 0L).put("cancelled", 0L);
        ObjectNode kinds = json.putObject("kinds");
        ObjectNode failures = JsonNodeFactory.instance.objectNode();
        for (Statistics.Ended ended : counts.ended()) {
            ObjectNode kind = kinds.has(ended.kind()) ? (ObjectNode) kinds.get(ended.kind())
                    : kinds.putObject(ended.kind()).put("succeeded", 0L).put("failed", 0L).put("cancelled", 0L);
            add(sums, ended.status(), ended.jobs());
            add(kind, ended.status(), ended.jobs());
            if (ended.status().equals("failed")) {
                add(failures, ended.error().orElse("unknown"), ended.jobs());
            }
        }
        json.put("succeeded_per_hour", (double) sums.get("succeeded").asLong() / hours);
        json.set("failures", failures);
    }

    private static void add(ObjectNode sums, String name, long more) {
        sums.put(name, sums.path(name).asLong() + more);
    }
}
