package io.dromedary.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The terminal of this process. */
public final class SystemTerminal implements Terminal {
    private static final int USUAL_COLUMNS = 80;

    private final boolean interactive;
    private final Map<String, String> environment;
    private final InputStream in;
    private final PrintStream err;

    /**
     * @param interactive whether standard output is a terminal. The launcher checks this, as Java 17 can only check
     *                    standard input and output together
     */
    public SystemTerminal(boolean interactive, Map<String, String> environment, InputStream in, PrintStream err) {
        this.interactive = interactive;
        this.environment = environment;
        this.in = in;
        this.err = err;
    }

    @Override
    public boolean interactive() {
        return interactive;
    }

    @Override
    public boolean canAsk() {
        return System.console() != null;
    }

    @Override
    public boolean unicode() {
        for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String value = environment.getOrDefault(name, "");
            if (!value.isEmpty()) {
                String locale = value.toUpperCase(Locale.ROOT);
                return locale.contains("UTF-8") || locale.contains("UTF8");
            }
        }
        return false;
    }

    @Override
    public int columns() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            if (stty.waitFor(1, TimeUnit.SECONDS) && stty.exitValue() == 0) {
                int columns = Integer.parseInt(size.strip().split(" ")[1]);
                return columns > 0 ? columns : USUAL_COLUMNS;
            }
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException noTerminal) {
            return USUAL_COLUMNS;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return USUAL_COLUMNS;
    }

    @Override
    public String ask(String question) {
        err.print(question);
        err.flush();
        return readLine();
    }

    @Override
    public String readSecret(String question) {
        Console console = System.console();
        if (console == null) {
            return readLine();
        }
        char[] typed = console.readPassword("%s", question);
        return typed == null ? "" : new String(typed);
    }

    @Override
    public String readAll() {
        try {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Standard input cannot be read", e);
        }
    }

    private String readLine() {
        try {
            String line = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            return "";
        }
    }
}
