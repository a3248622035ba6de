package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reads Server-Sent Events from their lines (the WHATWG HTML standard, 9.2.6), as far as this program's server writes them. */
final class EventLines {
    private EventLines() {
    }

    /** An event; a client that reconnects goes on after the last one that had an id. */
    record Event(Optional<String> id, String name, JsonNode data) {
    }

    /**
     * Reads events until the lines end or the reader has enough.
     *
     * @param json reads the data of an event
     * @param reader gets each event, and says whether to read on
     * @return whether the reader wants more
     */
    static boolean read(Iterator<String> lines, Function<String, JsonNode> json, Predicate<Event> reader) {
        Optional<String> id = Optional.empty();
        String name = "message";
        String data = "";
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.startsWith("id: ")) {
                id = Optional.of(line.substring(4));
            } else if (line.startsWith("event: ")) {
                name = line.substring(7);
            } else if (line.startsWith("data: ")) {
                data = line.substring(6);
            } else if (line.isEmpty() && !data.isEmpty()) {
                if (!reader.test(new Event(id, name, json.apply(data)))) {
                    return false;
                }
                id = Optional.empty();
                name = "message";
                data = "";
            }
        }
        return true;
    }
}
