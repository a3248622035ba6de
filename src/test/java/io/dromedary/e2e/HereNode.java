package io.dromedary.e2e;

import io.dromedary.server.ServerHere;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.CamelContext;

/** A node in this JVM: it is there in a moment, and does all that a process does but to be killed. */
final class HereNode extends BaseNode<HereNode> {

    private Optional<ServerHere> server = Optional.empty();

    /** A node that has not started. Its data is in a folder under this one. */
    HereNode(Path folder) {
        super(folder);
    }

    @Override
    HereNode self() {
        return this;
    }

    @Override
    HereNode start() {
        takeEngines();
        var starting = new ServerHere(home(), environment());
        starting.start();
        server = Optional.of(starting);
        return this;
    }

    /** Its routes and beans. */
    CamelContext context() {
        return server.orElseThrow().context();
    }

    @Override
    void stop() {
        server.ifPresent(ServerHere::close);
        server = Optional.empty();
    }

    @Override
    public void close() {
        stop();
        super.close();
    }
}
