package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Finds keys by the names that their owners gave them, where the server wants ids. */
final class KeyNames {
    private static final String ID_PREFIX = "key_";

    private final ApiClient api;
    private final String program;

    KeyNames(ApiClient api, String program) {
        this.api = api;
        this.program = program;
    }

    /**
     * The id of a key.
     *
     * @param named a name, or an id already
     * @throws CliFailure if no key has that name, or several have
     */
    String id(String named) throws InterruptedException {
        if (named.startsWith(ID_PREFIX)) {
            return named;
        }
        List<JsonNode> keys = new ArrayList<>();
        boolean more = true;
        for (String after = ""; more;) {
            ApiClient.Answer answer = api.get("/keys?limit=100" + (after.isEmpty() ? "" : "&after=" + ApiClient.segment(after)));
            answer.body().forEach(keys::add);
            more = answer.hasMore() && !answer.body().isEmpty();
            after = keys.isEmpty() ? "" : keys.get(keys.size() - 1).path("id").asText();
        }
        List<JsonNode> found = keys.stream().filter(key -> key.path("name").asText().equals(named)).toList();
        if (found.size() == 1) {
            return found.get(0).path("id").asText();
        }
        if (found.isEmpty()) {
            String meant = NearWord.of(named, keys.stream().map(key -> key.path("name").asText()).toList())
                    .map(near -> " Did you mean " + near + "?").orElse(" `" + program + " keys` lists them.");
            throw new CliFailure(ExitCode.USAGE, "There is no key '" + named + "'." + meant);
        }
        throw new CliFailure(ExitCode.USAGE, "There are " + found.size() + " keys of the name '" + named
                + "': name one of them by its id. " + found.stream().map(KeyNames::described).collect(Collectors.joining("; ")) + ".");
    }

    private static String described(JsonNode key) {
        return key.path("id").asText() + " of project " + key.path("project").asText() + ", created "
                + TextFormat.time(key.path("created_at"))
                + (key.path("expires_at").isNumber() ? ", expires " + TextFormat.time(key.path("expires_at")) : "");
    }
}
