package io.dromedary.media;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Options with a name.
 *
 * @param kind what jobs of it make
 * @param options as a job would send them, not yet checked
 */
public record Preset(Kind kind, ObjectNode options) {}
