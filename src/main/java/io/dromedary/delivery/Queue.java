package io.dromedary.delivery;

import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** What waits in a lane. Others may take from it at the same time, on this node and on others. */
public interface Queue {

    /** One that asks somebody else. */
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
     * Takes the next piece; none when nothing waits.
     *
     * @param without projects of which none is taken now
     */
    Optional<WorkItem> claim(Set<String> without);

    /**
     * Lets the pieces wait again that are said to be this node's, though nobody here has them: the answer to a claim was
     * lost, or a route failed to end one.
     *
     * @param held   the names of those that somebody here has
     * @param thrown the names of those that a route failed to end; of the others nobody here has heard
     */
    void giveBackAllBut(Set<String> held, Set<String> thrown);
}
