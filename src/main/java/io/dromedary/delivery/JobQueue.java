package io.dromedary.delivery;

import io.dromedary.job.Claims;
import io.dromedary.job.Lane;
import java.util.Optional;
import java.util.Set;

/** The jobs of a lane; a piece is a job that is begun. */
public record JobQueue(Claims claims, Lane lane) implements Queue {

    @Override
    public Optional<Piece> claim() {
        return claims.claim(lane).map(job -> new Piece(job.attemptName(), job));
    }

    @Override
    public void giveBackAllBut(Set<String> held) {
        claims.giveBackAllBut(lane, held);
    }
}
