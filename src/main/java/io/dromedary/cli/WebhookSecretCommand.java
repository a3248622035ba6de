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

    WebhookSecretCommand() {
    }

    static CommandLine commandLine(Context context) {
        return new CommandLine(new WebhookSecretCommand()).addSubcommand(new Show(context)).addSubcommand(new Rotate(context));
    }

    @Command(name = "show", description = "Show the secret, for who verifies webhooks.",
            footer = {"", "Example:", "  ${COMMAND-FULL-NAME}"})
    private static final class Show implements Callable<Integer> {
        private final Context context;

        private Show(Context context) {
            this.context = context;
        }

        @Override
        public Integer call() throws InterruptedException {
            show(context, context.api().get("/webhook-secret").body());
            return ExitCode.DONE.number();
        }
    }

    @Command(name = "rotate", description = "Put a new secret in the place of the one that there is, and show it.",
            footer = {"", "Example:", "  ${COMMAND-FULL-NAME} --grace-seconds 86400"})
    private static final class Rotate implements Callable<Integer> {
        private final Context context;

        @Option(names = "--grace-seconds", paramLabel = "<n>",
                description = "How long webhooks are signed by the old one too; not at all when absent.")
        private Long graceSeconds;

        private Rotate(Context context) {
            this.context = context;
        }

        @Override
        public Integer call() throws InterruptedException {
            ObjectNode request = JsonNodeFactory.instance.objectNode();
            if (graceSeconds != null) {
                request.put("grace_seconds", graceSeconds);
            }
            show(context, context.api().post("/webhook-secret/rotate", request).body());
            return ExitCode.DONE.number();
        }
    }

    private static void show(Context context, JsonNode answer) {
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
