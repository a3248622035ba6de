package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tools for jobs: one for each kind, which submits a job or shows what it would do, and those that look at jobs. */
final class JobTools {
    private static final String JOB = "job";
    private static final String WAIT = "wait";
    private static final String DRY_RUN = "dry_run";
    private static final String CONNECTION = "connection_id";
    private static final String OPTIONS = "options";
    /** The client's own requests give up earlier than half a minute after this. */
    private static final int MOST_SECONDS = 20;

    private final ApiClient api;
    private final ContractFile contract;
    private final Optional<String> connection;

    /**
     * @param connection the connection of jobs that name none
     */
    JobTools(ApiClient api, ContractFile contract, Optional<String> connection) {
        this.api = api;
        this.contract = contract;
        this.connection = connection;
    }

    List<Tool> all() {
        var tools = new ArrayList<Tool>();
        for (KindCommand kind : KindCommand.values()) {
            tools.add(submit(kind));
        }
        tools.add(ofJob("get_job", "/jobs/{job}", "get", true, api::get));
        tools.add(list());
        tools.add(ofJob("cancel_job", "/jobs/{job}/cancel", "post", false,
                path -> api.post(path, JsonNodeFactory.instance.objectNode())));
        return tools;
    }

    private Tool submit(KindCommand kind) {
        ObjectNode input = contract.jobSchema(kind.wireName());
        ObjectNode arguments = (ObjectNode) input.get("properties");
        arguments.remove("kind");
        input.remove("required");
        arguments.set(DRY_RUN, contract.parameter("/jobs", "post", DRY_RUN));
        arguments.set(WAIT, seconds());
        return new Tool("make_" + kind.wireName(), kind.description() + " The input is an s3:// object of a connection or an https://"
                + " URL; the answer is the job, with its id, status and, once it has succeeded, the URL of the result.", input, false,
                called(given -> submit(kind, given)));
    }

    private static ObjectNode seconds() {
        return JsonNodeFactory.instance.objectNode().put("type", "integer").put("minimum", 0).put("maximum", MOST_SECONDS)
                .put("description", "Wait for the end of the job, but no longer than these seconds");
    }

    private JsonNode submit(KindCommand kind, ObjectNode given) throws InterruptedException {
        boolean dryRun = given.path(DRY_RUN).asBoolean();
        int wait = wait(given);
        given.remove(List.of(DRY_RUN, WAIT));
        given.put("kind", kind.wireName());
        if (connection.isPresent() && !given.has(CONNECTION) && !given.path(OPTIONS).has(CONNECTION)) {
            given.put(CONNECTION, connection.get());
        }
        return api.post(dryRun ? "/jobs?" + DRY_RUN + "=true" : "/jobs", given, wait > 0 && !dryRun ? prefer(wait) : Map.of()).body();
    }

    private static int wait(ObjectNode given) {
        return Math.max(0, Math.min(MOST_SECONDS, given.path(WAIT).asInt()));
    }

    private static Map<String, String> prefer(int seconds) {
        return Map.of("Prefer", "wait=" + seconds);
    }

    /** What is done with one job. */
    private Tool ofJob(String name, String path, String method, boolean readOnly, OfJob request) {
        ObjectNode input = object();
        properties(input).set(JOB, contract.parameter(path, method, JOB));
        input.putArray("required").add(JOB);
        return new Tool(name, contract.summary(path, method), input, readOnly,
                called(given -> request.send(path.replace("{job}", ApiClient.segment(given.path(JOB).asText()))).body()));
    }

    private Tool list() {
        ObjectNode input = object();
        contract.queryParameters("/jobs", "get").forEach(name -> properties(input).set(name, contract.parameter("/jobs", "get", name)));
        return new Tool("list_jobs", contract.summary("/jobs", "get"), input, true, called(given -> {
            Map<String, String> query = new LinkedHashMap<>();
            given.properties().forEach(argument -> query.put(argument.getKey(), argument.getValue().asText()));
            return api.get("/jobs" + ApiClient.query(query)).body();
        }));
    }

    private static ObjectNode object() {
        ObjectNode input = JsonNodeFactory.instance.objectNode().put("type", "object").put("additionalProperties", false);
        input.putObject("properties");
        return input;
    }

    private static ObjectNode properties(ObjectNode schema) {
        return (ObjectNode) schema.get("properties");
    }

    private interface OfJob {
        ApiClient.Answer send(String path) throws InterruptedException;
    }

    private interface Request {
        JsonNode send(ObjectNode given) throws InterruptedException;
    }

    private static Tool.Call called(Request request) {
        return given -> {
            try {
                return Tool.Outcome.answered(request.send(given));
            } catch (CliFailure failure) {
                return Tool.Outcome.failed(failure.getMessage());
            }
        };
    }
}
