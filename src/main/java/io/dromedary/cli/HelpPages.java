package io.dromedary.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The common parts of all help pages: sections of options, exit codes, the environment. */
final class HelpPages {
    private static final int WIDTH = 100;
    private static final int OPTIONS_WIDTH = 34;
    private static final List<String> ENVIRONMENT = List.of("", "Environment:",
            "  " + CliEnvironment.KEY + "     the key; wins over the one that `login` stored",
            "  " + CliEnvironment.URL + "     the server; http://localhost:8080 when neither is set nor stored",
            "  " + CliEnvironment.CONNECTION + "  the connection for jobs that name none",
            "  " + CliEnvironment.CA_FILE + "     a PEM file of certificates to trust, beside the usual ones",
            "  NO_COLOR            when set, nothing is coloured");

    private HelpPages() {
    }

    /** @param home the installation's folder, with the settings of the server */
    static void complete(CommandLine root, Path home) {
        complete(root, home, 0);
    }

    private static void complete(CommandLine command, Path home, int depth) {
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        command.setUsageHelpAutoWidth(false);
        command.setUsageHelpWidth(WIDTH);
        if (!(usage.sectionMap().get(UsageMessageSpec.SECTION_KEY_OPTION_LIST) instanceof OptionSections)) {
            showOptions(command, new OptionSections());
        }
        usage.longOptionsMaxWidth(OPTIONS_WIDTH);
        usage.descriptionHeading("%n").commandListHeading("%nCommands:%n");
        if (ServerCommands.NAMES.contains(command.getCommandName())) {
            server(command, home);
        } else {
            if (usage.exitCodeList().isEmpty()) {
                usage.exitCodeList(exitCodes());
            }
            usage.exitCodeListHeading("%nExit codes:%n");
            if (depth < 2) {
                usage.footer(Stream.concat(Stream.of(usage.footer()), ENVIRONMENT.stream()).toArray(String[]::new));
            }
        }
        command.getSubcommands().values().stream().distinct().forEach(c -> complete(c, home, depth + 1));
    }

    /** A server runs until it is stopped, needs no key, and has settings rather than options. */
    private static void server(CommandLine command, Path home) {
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        showOptions(command, OptionSections.withoutGlobal());
        usage.customSynopsis(command.getCommandSpec().qualifiedName()
                + (command.getCommandSpec().findOption(ServerCommands.CONSOLE) == null ? "" : " [" + ServerCommands.CONSOLE + "[=<port>]]"));
        usage.sectionMap().put(SettingsHelp.SECTION, new SettingsHelp(home, WIDTH));
        List<String> keys = new ArrayList<>(usage.sectionKeys());
        keys.add(keys.indexOf(UsageMessageSpec.SECTION_KEY_FOOTER_HEADING), SettingsHelp.SECTION);
        usage.sectionKeys(keys);
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> codes = new LinkedHashMap<>();
        codes.put(" 0", "done");
        codes.put(" 1", "the job failed or was cancelled");
        codes.put(" 2", "wrong usage");
        codes.put(" 3", "not authorised");
        codes.put(" 4", "the server is not reachable, or cannot answer now");
        codes.put("130", "interrupted");
        return codes;
    }

    /** Replaces the list of options by sections. */
    static void showOptions(CommandLine command, OptionSections sections) {
        command.getCommandSpec().usageMessage().sectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, sections);
    }

    /** Wraps a command for copying, at the width of the help, before options. */
    static List<String> command(String words) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(" ");
        for (String part : words.split(" (?=-)")) {
            if (line.length() + part.length() + 3 > WIDTH) {
                lines.add(line + " \\");
                line = new StringBuilder("   ");
            }
            line.append(' ').append(part);
        }
        lines.add(line.toString());
        return lines;
    }
}
