package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code health}: can the server take and do jobs? */
@Command(name = "health", description = {"Ask the server whether it can take and do jobs; with a key, it also says why not.",
            "If no server is configured and none answers at the default address, check this machine as with --local."},
        exitCodeList = {" 0:it can", " 1:a check failed", " 2:wrong usage", " 4:the server is not reachable"},
        footer = {"", "Example:", "  ${COMMAND-FULL-NAME}"})
final class HealthCommand implements Callable<Integer> {
    private static final int UNAUTHORIZED = 401;

    private final Context context;

    HealthCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        ApiClient api = context.publicApi();
        ApiClient.Answer answer;
        try {
            answer = api.ask("/health");
        } catch (Unreachable e) {
            if (context.isLocal() || !context.becomesLocal()) {
                throw e;
            }
            context.tell("No server is configured, and none answers at " + api.base() + ": this is what --local finds on this"
                    + " machine.");
            api = context.publicApi();
            answer = api.ask("/health");
        }
        if (answer.status() == UNAUTHORIZED) {
            // The question is whether the server is healthy, not whether the key is valid.
            answer = context.apiWithoutKey().ask("/health");
        }
        JsonNode health = answer.body();
        if (!health.has("status")) {
            throw new CliFailure(ExitCode.UNREACHABLE, "What answers at " + api.base() + " (with "
                    + answer.status() + ") is not this program's server. Is " + CliEnvironment.URL + " right?");
        }
        boolean up = isUp(health);
        switch (context.mode()) {
            case JSON_LINES -> context.print(health);
            case QUIET -> { }
            case PEOPLE -> forPeople(health, up);
        }
        return (up ? ExitCode.DONE : ExitCode.FAILED).number();
    }

    private void forPeople(JsonNode health, boolean up) {
        Table table = context.table("CHECK", "RESULT", "");
        for (Map.Entry<String, JsonNode> check : health.path("checks").properties()) {
            JsonNode message = check.getValue().path("message");
            table.row(TextFormat.plain(check.getKey()), isUp(check.getValue()) ? "ok" : "failed",
                    message.isTextual() ? TextFormat.plain(message) : "");
        }
        table.print(context::print);
        context.print(up ? "The server is healthy." : "The server is not healthy.");
    }

    private static boolean isUp(JsonNode check) {
        return check.path("status").asText().equals("UP");
    }
}
