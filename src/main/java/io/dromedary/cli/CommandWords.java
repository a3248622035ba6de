package io.dromedary.cli;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words messages of the server for the command line, which has commands where the API has requests. */
final class CommandWords {

    private static final Map<String, String> COMMANDS = Map.of(
            "POST /connections", "connections add s3", "GET /connections", "connections list",
            "POST /webhook-secret/rotate", "webhook-secret rotate", "POST /keys", "keys create", "GET /keys", "keys list",
            "GET /jobs", "jobs", "GET /health", "health");
    private static final Pattern REQUEST = Pattern.compile("(GET|POST) (/[a-z-]+(?:/rotate)?)(?:/(job_\\w+))?");
    /** There are no such commands. */
    private static final Pattern LISTS = Pattern.compile(" GET /(tasks|openapi\\.yaml) lists [^.]*\\.");

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
