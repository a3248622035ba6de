package io.dromedary.webhook;

import java.util.Set;

/**
 * The receivers to which no try is made now.
 *
 * @param hosts    with their ports, as {@link WebhookAddress} has them
 * @param projects whose webhooks they are
 */
public record Withheld(Set<String> hosts, Set<String> projects) {
}
