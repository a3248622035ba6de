package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code webhook-secret}: shows or replaces the secret that signs the webhooks of a project. */
@Command(name = WebhookSecretCommand.NAME,
        description = "Show or replace the secret that signs the webhooks of your project; this takes a key of scope admin.",
        footer = {"", "Examples:", "  ${COMMAND-FULL-NAME} show", "  ${COMMAND-FULL-NAME} rotate --grace-seconds 86400"})
final class WebhookSecretCommand {
    static final String NAME = "webhook-secret";

    private final Context context;

    WebhookSecretCommand(Context context) {
        this.context = context;
    }

    CommandLine commandLine() {
        return new CommandLine(this).addSubcommand(new Show()).addSubcommand(new Rotate());
    }

    @Command(name = "show", description = "Show the secret, for who verifies webhooks.",
            footer = {"", "Example:", "  ${COMMAND-FULL-NAME}"})
    private final class Show implements Callable<Integer> {
        @Override
        public Integer call() throws InterruptedException {
            show(context.api().get("/webhook-secret").body());
            return ExitCode.DONE.number();
        }
    }

    @Command(name = "rotate", description = "Put a new secret in the place of the one that there is, and show it.",
            footer = {"", "Example:", "  ${COMMAND-FULL-NAME} --grace-seconds 86400"})
    private final class Rotate implements Callable<Integer> {
        @Option(names = "--grace-seconds", paramLabel = "<n>",
                description = "How long webhooks are signed by the old one too; not at all when absent.")
        private Long graceSeconds;

        @Override
        public Integer call() throws InterruptedException {
            ObjectNode request = JsonNodeFactory.instance.objectNode();
            JsonInput.put(request, "grace_seconds", graceSeconds);
            show(context.api().post("/webhook-secret/rotate", request).body());
            return ExitCode.DONE.number();
        }
    }

    private void show(JsonNode answer) {
        switch (context.mode()) {
            case JSON_LINES -> context.print(answer);
            case QUIET -> context.print(TextFormat.plain(answer.path("secret")));
            case PEOPLE -> {
                context.print("Webhooks of the project " + TextFormat.plain(answer.path("project")) + " are signed with:");
                context.print("");
                context.print("    " + TextFormat.plain(answer.path("secret")));
                if (answer.path("previous_until").isNumber()) {
                    context.print("");
                    context.print("The one before signs too until " + TextFormat.time(answer.path("previous_until")) + ".");
                }
            }
        }
    }
}
