package io.dromedary.cli;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words messages of the server for the command line, which has commands where the API has requests. */
final class CommandWords {

    private static final Map<String, String> COMMANDS = Map.ofEntries(
            Map.entry("POST /connections", "connections add s3"), Map.entry("GET /connections", "connections"),
            Map.entry("PATCH /connections", "connections update"), Map.entry("POST /keys", "keys create"),
            Map.entry("GET /keys", "keys"), Map.entry("POST /webhook-secret/rotate", "webhook-secret rotate"),
            Map.entry("POST /tasks", "task"), Map.entry("GET /tasks", "tasks"), Map.entry("GET /jobs", "jobs"),
            Map.entry("GET /health", "health"));
    private static final Pattern REQUEST =
            Pattern.compile("(GET|POST|PATCH) (/[a-z-]+(?:/rotate)?)(?:/((?:job_|task_)\\w+|(?<=/connections/)[\\w-]+))?");
    /** There is no such command. */
    private static final Pattern LISTS = Pattern.compile(" GET /openapi\\.yaml lists [^.]*\\.");

    private CommandWords() {
    }

    /** The message with commands instead of requests. */
    static String of(String program, String message) {
        return REQUEST.matcher(LISTS.matcher(message).replaceAll("")).replaceAll(request -> {
            String command = COMMANDS.get(request.group(1) + " " + request.group(2));
            String words = command == null ? request.group()
                    : "`" + program + " " + command + (request.group(3) == null ? "" : " " + request.group(3)) + "`";
            return Matcher.quoteReplacement(words);
        });
    }
}
