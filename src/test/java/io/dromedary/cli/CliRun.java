package io.dromedary.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/** Runs the command line in this process, with a clock that flies and a terminal that is played. */
final class CliRun implements MonotonicClock, Terminal, Interrupts {
    static final String KEY = "key_of_the_test";

    private final Map<String, String> environment = new HashMap<>();
    private Optional<ServerEntry.Local> local = Optional.empty();
    private Path home = Path.of("").toAbsolutePath();
    private Path directory = Path.of("").toAbsolutePath();
    private boolean interactive;
    private boolean canAsk;
    private int columns = 80;
    private String typed = "";
    private String asked = "";
    private Duration passed = Duration.ZERO;
    private int pauses;
    private IntConsumer onPause = count -> { };
    private Runnable ctrlC = () -> { };
    private String lack;
    private List<Tool> tools = List.of();

    record Result(int code, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }
    }

    static CliRun against(ScriptedServer server) {
        // What the person who runs the tests has stored is none of their business.
        return new CliRun().with("HOME", "/nonexistent").with("ITTYBIT_API_URL", server.url()).with("ITTYBIT_API_KEY", KEY);
    }

    /** What the machine of {@code --local} lacks. */
    CliRun lacking(String thing) {
        lack = thing;
        return this;
    }

    /** Lets {@code --local} find this server, and tells when it is ended. */
    CliRun local(ScriptedServer server, Runnable end) {
        local = Optional.of(new ServerEntry.Local(URI.create(server.url()), "local_key", () -> Optional.ofNullable(lack), end));
        return this;
    }

    CliRun with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    CliRun without(String variable) {
        environment.remove(variable);
        return this;
    }

    CliRun home(Path folder) {
        home = folder;
        return this;
    }

    CliRun in(Path folder) {
        directory = folder;
        return this;
    }

    CliRun onTerminal() {
        interactive = true;
        return this;
    }

    /** On a terminal of this width. */
    CliRun wide(int characters) {
        columns = characters;
        return onTerminal();
    }

    /** What the person types when asked; also what stands on standard input. */
    CliRun typing(String line) {
        canAsk = true;
        typed = line;
        return this;
    }

    /** Called with the number of each pause of the follow loop, from 1. */
    CliRun onPause(IntConsumer action) {
        onPause = action;
        return this;
    }

    void pressCtrlC() {
        ctrlC.run();
    }

    String asked() {
        return asked;
    }

    /** The tools that {@code mcp} offered. */
    List<Tool> tools() {
        return tools;
    }

    Result run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = CommandLineMain.run(args, new CliEnvironment("ittybit", home, directory, environment,
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
                this, this, this), new ServerEntry(console -> 70, () -> 71, (temporary, log) -> local.orElseThrow(
                        () -> new IllegalStateException("The server did not start: the test has none.")),
                new ServerEntry.Keys(() -> 72, () -> 73), (offered, to) -> tools = offered));
        return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Override
    public Duration passed() {
        return passed;
    }

    @Override
    public void pause(Duration duration) throws InterruptedException {
        passed = passed.plus(duration);
        onPause.accept(++pauses);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    @Override
    public Watch onNext(Runnable action) {
        ctrlC = action;
        return () -> ctrlC = () -> { };
    }

    @Override
    public boolean interactive() {
        return interactive;
    }

    @Override
    public boolean canAsk() {
        return canAsk;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public boolean unicode() {
        return false;
    }

    @Override
    public String ask(String question) {
        asked = question;
        return typed;
    }

    @Override
    public String readSecret(String question) {
        return typed;
    }

    @Override
    public String readAll() {
        return typed;
    }
}
