package io.dromedary.webhook;

import java.util.Set;

/**
 * The webhooks that are not sent now.
 *
 * @param hosts    hosts with their ports, as in {@link WebhookAddress}
 * @param projects projects whose webhooks are not sent now
 */
public record Withheld(Set<String> hosts, Set<String> projects) {
}
