package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine;

/** What the commands of tasks share: their input, which is a URL or a file object as JSON, and what they say of a task. */
final class TaskInput {

    private TaskInput() {
    }

    /**
     * The input for the request. A local file in it is named by its whole URL.
     *
     * @param files is told of a local file
     * @param text  as typed; {@code -} stands for standard input
     * @throws CommandLine.ParameterException if it is no JSON object
     * @throws CliFailure if it names a local file that is not there, or by {@code file:} without {@code --local} and outside
     *                    of a file object
     */
    static ObjectNode of(Context context, LocalFiles files, CommandLine command, String text) {
        if (!text.equals("-") && !text.strip().startsWith("{")) {
            return JsonNodeFactory.instance.objectNode().put("url", files.url("--input", text));
        }
        ObjectNode input = JsonInput.object(command, "--input",
                text.equals("-") ? context.surroundings().terminal().readAll() : text);
        if (input.path("url").isTextual()) {
            input.put("url", files.urlInFile("--input", input.get("url").asText()));
        }
        return input;
    }

    /** Shows a task that is not waited for. */
    static void tellCreated(Context context, JsonNode task) {
        String id = TextFormat.plain(task.path("id"));
        context.answer(task, "Task " + id + " is " + TextFormat.plain(task.path("status"))
                + ". Follow it with `" + context.program() + " task watch " + id + "`.");
    }
}
