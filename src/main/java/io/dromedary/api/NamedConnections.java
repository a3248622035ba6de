package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.connection.Connection;
import io.dromedary.connection.ConnectionStore;
import io.dromedary.database.PageRequest;
import io.dromedary.job.Owner;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.util.List;
import java.util.Optional;

/** The connections that requests name, by their ids or names. */
final class NamedConnections {

    /** The most names that an error lists. */
    private static final int MOST_NAMES = 10;

    private final ConnectionStore connections;

    NamedConnections(ConnectionStore connections) {
        this.connections = connections;
    }

    /**
     * The connection that a field names, in the options or beside them.
     *
     * @throws Problem {@code invalid_input} if both name one and they differ, or there is none of that name
     */
    Optional<Connection> named(Owner owner, JsonNode body, ObjectNode options, String field) {
        Optional<String> outer = Optional.ofNullable(body.get(field)).map(JsonNode::asText);
        Optional<String> inner = Optional.ofNullable(options.get(field)).map(JsonNode::asText);
        if (outer.isPresent() && inner.isPresent() && !outer.equals(inner)) {
            throw new Problem(ProblemKind.INVALID_INPUT, "'" + field + "' and 'options." + field
                    + "' name different connections: give one of them.", "options." + field);
        }
        String place = inner.isPresent() ? "options." + field : field;
        return inner.or(() -> outer).map(ref -> existing(owner, ref, place));
    }

    /** @throws Problem {@code invalid_input}, naming the place, if there is none of that id or name */
    Connection existing(Owner owner, String ref, String place) {
        return connections.find(owner.project(), ref).orElseThrow(() -> new Problem(ProblemKind.INVALID_INPUT,
                "There is no connection '" + ref + "': GET /connections lists them.", place));
    }

    /** The one that is used where none is named. */
    Optional<Connection> usual(Owner owner) {
        return connections.findUsual(owner.project());
    }

    /** A sentence with the names to choose from. */
    String choice(Owner owner) {
        var page = new PageRequest(MOST_NAMES, 0, Optional.empty(), Optional.empty(), true);
        List<String> names = connections.list(owner.project(), page).rows().stream().map(Connection::name).toList();
        return names.isEmpty() ? " There is none yet: POST /connections makes one." : " There are " + String.join(", ", names) + ".";
    }
}
