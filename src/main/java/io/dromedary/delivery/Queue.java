package io.dromedary.delivery;

import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The items that wait in a lane. Others may take from it at the same time, on this node and on others. */
public interface Queue {

    /** Creates a queue of these two functions. */
    static Queue of(Function<Set<String>, Optional<WorkItem>> next, BiConsumer<Set<String>, Set<String>> back) {
        return new Queue() {
            @Override
            public Optional<WorkItem> claim(Set<String> without) {
                return next.apply(without);
            }

            @Override
            public void giveBackAllBut(Set<String> held, Set<String> thrown) {
                back.accept(held, thrown);
            }
        };
    }

    /**
     * Takes the next item; none if nothing waits.
     *
     * @param without projects to skip
     */
    Optional<WorkItem> claim(Set<String> without);

    /**
     * Gives back the items that the database assigns to this node although they are not here: the answer to a claim was
     * lost, or a route failed.
     *
     * @param held   the names of the items that are here
     * @param thrown the names of those whose route failed; of the others this node has not heard
     */
    void giveBackAllBut(Set<String> held, Set<String> thrown);
}
