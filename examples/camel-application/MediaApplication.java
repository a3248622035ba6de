import io.dromedary.server.DromedaryBeans;
import java.nio.file.Path;
import org.apache.camel.main.Main;

/** A Camel application that processes media, by Dromedary's routes and its own. */
public final class MediaApplication {

    public static void main(String[] args) throws Exception {
        Path dromedary = Path.of(args[0]);
        var main = new Main();
        main.bind("dromedary", new DromedaryBeans(dromedary));
        main.configure().withRoutesIncludePattern("file:" + dromedary + "/routes/*.camel.yaml,file:" + args[1]);
        main.run();
    }
}
