package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options of commands that list: which part of a long list is shown. */
final class PagedList {
    /** The most that the server gives at a time. */
    private static final int MOST = 100;

    @Option(names = "--limit", paramLabel = "<n>", order = 20, description = "How many to list, at most " + MOST + ".")
    private Integer limit;

    @Option(names = "--after", paramLabel = "<id>", order = 21, description = "Go on after this one.")
    private String after;

    @Option(names = "--before", paramLabel = "<id>", order = 22, description = "Go back before this one.")
    private String before;

    /**
     * Asks for a part of a list.
     *
     * @param path    the path of the list, such as {@code /jobs}
     * @param filters parameters of the request besides
     */
    ApiClient.Answer get(ApiClient api, String path, Map<String, String> filters) throws InterruptedException {
        var parameters = new LinkedHashMap<>(filters);
        put(parameters, "limit", limit);
        put(parameters, "after", after);
        put(parameters, "before", before);
        return api.get(path + ApiClient.query(parameters));
    }

    /** The same, with as many as the server gives at a time if the user names no number. */
    ApiClient.Answer most(ApiClient api, String path) throws InterruptedException {
        return get(api, path, limit == null ? Map.of("limit", Integer.toString(MOST)) : Map.of());
    }

    private static void put(Map<String, String> parameters, String name, Object value) {
        if (value != null) {
            parameters.put(name, value.toString());
        }
    }

    /** Tells people how to see the rest of the list. */
    void tellOfMore(Context context, ApiClient.Answer answer) {
        if (answer.hasMore() && before == null) {
            JsonNode last = answer.body().get(answer.body().size() - 1);
            context.tell("There are more: add --after " + TextFormat.plain(last.path("id")));
        }
    }
}
