package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code connections check}: checks what a connection may do in a bucket. */
@Command(name = "check", sortOptions = false,
        description = "Try what a connection may do in a bucket: list, read, and write when asked for.",
        exitCodeList = {" 0:all that was asked for can be done", " 1:something cannot", " 2:wrong usage",
            " 3:not authorised", " 4:the server is not reachable, or cannot answer now"},
        footer = {"", "Examples:", "  ${COMMAND-FULL-NAME} my-r2 my-r2-bucket",
            "  ${COMMAND-FULL-NAME} my-r2 my-r2-bucket --prefix out/ --write"})
final class ConnectionCheckCommand implements Callable<Integer> {
    private static final String[] PERMISSIONS = {"list", "read", "write"};

    private final Context context;

    @Parameters(index = "0", paramLabel = "<name>", description = "Name or id of the connection.")
    private String name;

    @Parameters(index = "1", paramLabel = "<bucket>", description = "The bucket to try.")
    private String bucket;

    @Option(names = "--prefix", paramLabel = "<prefix>", order = 1, description = "Where in the bucket: how its keys begin.")
    private String prefix;

    @Option(names = "--write", order = 2, description = "Write a tiny object there too, and delete it again.")
    private boolean write;

    ConnectionCheckCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("bucket", bucket);
        JsonInput.put(request, "prefix", prefix);
        if (write) {
            request.put("write", true);
        }
        JsonNode check = context.api().post("/connections/" + ApiClient.segment(name) + "/check", request).body();
        switch (context.mode()) {
            case JSON_LINES -> context.print(check);
            case QUIET -> { }
            case PEOPLE -> table(check);
        }
        return (check.path("ok").asBoolean() ? ExitCode.DONE : ExitCode.FAILED).number();
    }

    private void table(JsonNode check) {
        Table table = context.table("PERMISSION", "RESULT", "");
        for (String permission : PERMISSIONS) {
            JsonNode result = check.path(permission);
            if (result.isObject()) {
                boolean ok = result.path("ok").asBoolean();
                table.row(permission, ok ? "ok" : "no", ok ? "" : TextFormat.plain(result.path("message")));
            }
        }
        table.print(context::print);
    }
}
