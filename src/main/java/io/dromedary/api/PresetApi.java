package io.dromedary.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The API of presets: what {@code config/encoding.yaml} has of them now. */
public final class PresetApi {

    private final PresetOrders presets;

    public PresetApi(PresetOrders presets) {
        this.presets = presets;
    }

    /** All of them, by name. */
    public AnswerBody list() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        presets.all().forEach((name, preset) -> list.addObject().put("object", "preset").put("name", name)
                .put("kind", preset.kind()).<ObjectNode>set("options", preset.options()));
        return new AnswerBody(list);
    }
}
