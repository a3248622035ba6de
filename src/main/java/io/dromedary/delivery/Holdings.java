package io.dromedary.delivery;

import org.jdbi.v3.core.Handle;

/** Things other than jobs that nodes hold, such as tries of webhooks. They are freed when their node is gone. */
public interface Holdings {

    /** A query for the ids of the nodes that hold something, in a column {@code node}. */
    String holders();

    /** Frees what a node holds. */
    void free(Handle handle, String node);
}
