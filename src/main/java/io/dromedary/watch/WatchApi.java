package io.dromedary.watch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.access.Caller;
import io.dromedary.api.AnswerBody;
import io.dromedary.api.Authenticator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Variable;

/** The API of watches, which are made in {@code config/watches.properties} and shown here. */
public final class WatchApi {

    private final Watches watches;
    private final WatchStates states;

    public WatchApi(Watches watches, WatchStates states) {
        this.watches = watches;
        this.states = states;
    }

    /** The watches of the caller's project, by name. */
    public AnswerBody list(@Variable(Authenticator.CALLER) Caller caller) {
        List<Watch> own = watches.names().stream().sorted().map(watches::get)
                .filter(watch -> watch.project().equals(caller.project())).toList();
        Map<String, WatchStates.State> last = states.of(own.stream().map(Watch::name).toList());
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        own.forEach(watch -> list.add(json(watch, Optional.ofNullable(last.get(watch.name())))));
        return new AnswerBody(list);
    }

    private ObjectNode json(Watch watch, Optional<WatchStates.State> state) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", watch.name()).put("object", "watch")
                .put("enabled", watch.isEnabled()).put("source", watch.source()).put("bucket", watch.bucket()).put("prefix", watch.prefix());
        watch.suffixes().forEach(json.putArray("suffixes")::add);
        json.put("connection", watch.connection().orElse(null)).put("kind", watch.order().path("kind").textValue())
                .put("preset", watch.order().path("preset").textValue())
                .put("after_success", watch.afterSuccess().wireName())
                .put("node", state.map(WatchStates.State::node).orElse(null))
                .put("last_look_at", state.flatMap(WatchStates.State::lookedAt).orElse(null))
                .put("trouble", state.flatMap(WatchStates.State::trouble).orElse(null))
                .put("trouble_since", state.flatMap(WatchStates.State::troubleSince).orElse(null));
        WatchStates.Progress progress = states.progress(watch.name());
        return json.put("found", progress.found()).put("succeeded", progress.succeeded()).put("failed", progress.failed())
                .put("cancelled", progress.cancelled());
    }
}
