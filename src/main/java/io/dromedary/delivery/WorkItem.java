package io.dromedary.delivery;

/**
 * Something to do that this node has claimed.
 *
 * @param name    unique on this node
 * @param project the project that it belongs to
 * @param body    the body of the exchange
 */
public record WorkItem(String name, String project, Object body) {
}
