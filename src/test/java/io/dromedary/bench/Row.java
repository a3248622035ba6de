package io.dromedary.bench;

import java.util.Optional;

/**
 * A row of the table.
 *
 * @param name by which it is chosen
 * @param title what is measured, and with what it is compared
 * @param unit of both sides of a turn: {@code s}, {@code ms}, {@code MB}, {@code jobs/s}
 * @param aim what it is to reach; empty where nobody has said that
 * @param turns how many there are, when they are not quick
 * @param work how a turn is done
 */
record Row(String name, String title, String unit, Optional<Aim> aim, int turns, Work work) {

    Row(String name, String title, String unit, Aim aim, int turns, Work work) {
        this(name, title, unit, Optional.of(aim), turns, work);
    }

    /** Does one turn. */
    interface Work {

        /** @param number of the turn, from 0; what comes before all turns is done in the first one */
        Turn turn(Rig rig, int number) throws Exception;
    }
}
