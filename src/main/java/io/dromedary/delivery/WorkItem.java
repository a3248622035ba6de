package io.dromedary.delivery;

/**
 * Something to do, which is this node's from now on.
 *
 * @param name    identifies it among all that this node has
 * @param project whose it is
 * @param body    what the route gets
 */
public record WorkItem(String name, String project, Object body) {
}
