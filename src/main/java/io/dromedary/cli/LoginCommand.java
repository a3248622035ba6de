package io.dromedary.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code login}: checks a server and a key, and stores them. */
@Command(name = "login", sortOptions = false,
        description = {"Store a server and a key for this user, so that the environment need not hold them.",
            "Both are tried first. The environment wins over what is stored."},
        footer = {"", "Examples:", "  ${COMMAND-FULL-NAME}",
            "  ${COMMAND-FULL-NAME} --url https://media.example.com --key - < key.txt"})
final class LoginCommand implements Callable<Integer> {
    private final Context context;

    @Spec
    private CommandSpec spec;

    @Option(names = "--url", paramLabel = "<url>", order = 1,
            description = "The server, such as https://media.example.com; asked for when not given.")
    private String url;

    @Option(names = "--key", paramLabel = "-", order = 2,
            description = "'-' reads the key from standard input. A key itself is not taken here: other users of this"
                    + " machine can see a command's arguments.")
    private String key;

    LoginCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        UnusedFlags.refuse(context, "login", "--local");
        if (key != null && !key.equals("-")) {
            throw new ParameterException(spec.commandLine(), "--key takes only '-': other users of this machine can see a"
                    + " command's arguments. Pass the key on standard input, or leave --key out to be asked for it");
        }
        Terminal terminal = context.surroundings().terminal();
        if (key == null && !terminal.canAsk()) {
            throw new ParameterException(spec.commandLine(),
                    "There is nobody to ask for the key here: pass it on standard input, with --key -");
        }
        String server = context.address("The server", url == null ? askUrl(terminal) : url).toString();
        String secret = terminal.readSecret("Key: ").strip();
        if (secret.isEmpty()) {
            throw new CliFailure(ExitCode.USAGE, "There was no key. `" + context.program()
                    + " serve` prints one on its first start, `" + context.program() + " keys create` makes more.");
        }
        Credentials credentials = new Credentials(server, secret);
        context.client(credentials).get("/jobs?limit=1");
        Path file = Credentials.file(context.surroundings());
        credentials.write(file);
        if (context.wantsWholeAnswers()) {
            context.print(JsonNodeFactory.instance.objectNode().put("url", server).put("stored", file.toString()));
        }
        if (context.mode() == OutputMode.PEOPLE) {
            context.print("Logged in to " + server + "; the key is stored in " + file + ".");
        }
        for (String variable : new String[] {CliEnvironment.URL, CliEnvironment.KEY}) {
            context.surroundings().variable(variable).ifPresent(value ->
                    context.tell("Beware: " + variable + " is set, and wins over what was stored now."));
        }
        return ExitCode.DONE.number();
    }

    private String askUrl(Terminal terminal) {
        String usual = context.url();
        String typed = terminal.canAsk() ? terminal.ask("Server [" + usual + "]: ").strip() : "";
        return typed.isEmpty() ? usual : typed;
    }
}
