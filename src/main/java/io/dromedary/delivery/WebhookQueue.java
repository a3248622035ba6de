package io.dromedary.delivery;

import io.dromedary.job.WebhookStore;
import java.util.Optional;
import java.util.Set;

/** The webhooks that are due; a piece is a try that is begun. */
public record WebhookQueue(WebhookStore webhooks) implements Queue {

    @Override
    public Optional<Piece> claim() {
        return webhooks.claim().map(delivery -> new Piece(delivery.job().id(), delivery));
    }

    @Override
    public void giveBackAllBut(Set<String> held) {
        webhooks.giveBackAllBut(held);
    }
}
