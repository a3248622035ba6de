package io.dromedary;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.dromedary.ffmpeg.JobFolder;
import io.dromedary.media.plan.FfmpegMedia;
import io.dromedary.storage.Workspace;
import io.dromedary.work.Attempt;
import io.dromedary.work.Attempts;
import io.dromedary.work.DryRuns;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The packages keep their order: each knows only those below it. */
class ArchitectureTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter().importUrl(Dromedary.class.getProtectionDomain().getCodeSource().getLocation());
    private static final String PROGRAM =
            "io\\.dromedary\\.(Dromedary|cli\\..*|mcp\\..*|server\\.(Server|LocalServer|EmbeddedMain|KeyRotation))(\\$.*)?";

    @Test
    void everyPackageKnowsOnlyThoseBelowIt() {
        check(layeredArchitecture().consideringOnlyDependenciesInLayers()
                .layer("program").definedBy("io.dromedary")
                .layer("cli").definedBy("io.dromedary.cli..")
                .layer("server").definedBy("io.dromedary.server..")
                .layer("webhook").definedBy("io.dromedary.webhook..")
                .layer("watch").definedBy("io.dromedary.watch..")
                .layer("api").definedBy("io.dromedary.api..")
                .layer("work").definedBy("io.dromedary.work..")
                .layer("delivery").definedBy("io.dromedary.delivery..")
                .layer("upload").definedBy("io.dromedary.upload..")
                .layer("job").definedBy("io.dromedary.job..")
                .layer("access").definedBy("io.dromedary.access..")
                .layer("connection").definedBy("io.dromedary.connection..")
                .layer("media").definedBy("io.dromedary.media..")
                .layer("ffmpeg").definedBy("io.dromedary.ffmpeg..")
                .layer("storage").definedBy("io.dromedary.storage..")
                .layer("net").definedBy("io.dromedary.net..")
                .layer("database").definedBy("io.dromedary.database..")
                .layer("problem").definedBy("io.dromedary.problem..")
                .layer("naming").definedBy("io.dromedary.naming..")
                .whereLayer("program").mayNotBeAccessedByAnyLayer()
                .whereLayer("cli").mayOnlyBeAccessedByLayers("program")
                .whereLayer("server").mayOnlyBeAccessedByLayers("program")
                .whereLayer("webhook").mayOnlyBeAccessedByLayers("server")
                .whereLayer("watch").mayOnlyBeAccessedByLayers("server")
                .whereLayer("api").mayOnlyBeAccessedByLayers("server", "webhook", "watch")
                .whereLayer("work").mayOnlyBeAccessedByLayers("server", "webhook", "watch", "api")
                .whereLayer("delivery").mayOnlyBeAccessedByLayers("server", "webhook", "watch", "api", "work")
                .whereLayer("upload").mayOnlyBeAccessedByLayers("server", "api", "work")
                .whereLayer("job").mayOnlyBeAccessedByLayers("server", "webhook", "watch", "api", "work", "delivery", "upload")
                .whereLayer("access").mayOnlyBeAccessedByLayers("server", "webhook", "watch", "api", "work", "delivery", "upload")
                .whereLayer("connection").mayOnlyBeAccessedByLayers("server", "watch", "api", "work", "upload", "job")
                .whereLayer("media").mayOnlyBeAccessedByLayers("server", "work", "ffmpeg")
                .whereLayer("ffmpeg").mayOnlyBeAccessedByLayers("server", "work")
                .whereLayer("storage").mayOnlyBeAccessedByLayers(
                        "server", "watch", "api", "work", "upload", "job", "connection", "ffmpeg")
                .whereLayer("net").mayOnlyBeAccessedByLayers(
                        "server", "webhook", "watch", "api", "work", "storage", "connection")
                .whereLayer("database").mayOnlyBeAccessedByLayers(
                        "server", "webhook", "watch", "api", "work", "delivery", "upload", "job", "connection", "access")
                .whereLayer("problem").mayOnlyBeAccessedByLayers("server", "webhook", "watch", "api", "work", "delivery",
                        "upload", "job", "connection", "storage", "net", "access")
                .whereLayer("naming").mayOnlyBeAccessedByLayers("cli", "api"));
    }

    @Test
    void noPackageKnowsItselfByWayOfOthers() {
        check(slices().matching("io.dromedary.(*)..").should().beFreeOfCycles());
    }

    /** A class stands with those that are nested in it. */
    @Test
    void noClassKnowsItselfByWayOfOthersOfItsPackage() {
        check(slices().assignedFrom(new ClassesOfPackages()).should().beFreeOfCycles());
    }

    private static final class ClassesOfPackages implements SliceAssignment {

        /** A download hands out its parts, and each part reports to its download; the classes of a Camel component make each other. */
        private static final Pattern ONE = Pattern.compile(
                "io\\.dromedary\\.(storage)\\.(?:Download|Part)|io\\.dromedary\\.(delivery)\\.Lane(?:Component|Endpoint|Consumer)");

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass known) {
            String name = known.getName().replaceFirst("\\$.*", "");
            return SliceIdentifier.of(ONE.matcher(name).replaceFirst("$1$2"));
        }

        @Override
        public String getDescription() {
            return "classes";
        }
    }

    @Test
    void thePackagesOfMediaHaveOneOrder() {
        check(orderOfMedia("plan", "ladder", "hls", "thumbnail", "picture",
                "sound", "step", "subtitle", "option", "table", "probe", "format", "ffmpeg"));
    }

    /** Each knows only those after it, and all of them the words and records of media itself. */
    private static ArchRule orderOfMedia(String... packages) {
        var layers = layeredArchitecture().consideringOnlyDependenciesInLayers()
                .layer("media").definedBy("io.dromedary.media").whereLayer("media").mayNotAccessAnyLayer();
        for (String name : packages) {
            layers = layers.layer(name).definedBy("io.dromedary.media." + name);
        }
        for (int i = 0; i < packages.length; i++) {
            var above = Arrays.copyOf(packages, i);
            layers = i == 0 ? layers.whereLayer(packages[i]).mayNotBeAccessedByAnyLayer()
                    : layers.whereLayer(packages[i]).mayOnlyBeAccessedByLayers(above);
        }
        return layers;
    }

    @Test
    void onlyMediaItselfIsUsedOutsideOfIt() {
        check(noClasses().that()
                .resideOutsideOfPackage("io.dromedary.media..").should(dependOnClassesThat(
                        resideInAPackage("io.dromedary.media.(**)").and(not(resideInAPackage("io.dromedary.media")))
                                .and(not(equivalentTo(FfmpegMedia.class))))));
    }

    @Test
    void onlyTheWiringMakesMediaByFfmpeg() {
        check(noClasses().that()
                .resideOutsideOfPackage("io.dromedary.server").should().dependOnClassesThat().areAssignableTo(FfmpegMedia.class));
    }

    /** So that an artifact for applications can leave them out; that of the command line holds {@code cli} alone. */
    @Test
    void whatAnApplicationUsesKnowsNothingOfTheProgram() {
        check(noClasses().that()
                .haveNameNotMatching(PROGRAM).should().dependOnClassesThat().haveNameMatching(PROGRAM));
    }

    @Test
    void mediaIsPure() {
        check(noClasses().that().resideInAPackage("io.dromedary.media..").should()
                .dependOnClassesThat().resideInAnyPackage("org.apache.camel..", "java.net..", "java.sql..", "org.jdbi.."));
    }

    @Test
    void programsAreStartedWithoutAShell() {
        check(noClasses().should()
                .callMethod(Runtime.class, "exec", String.class).orShould().callMethod(Runtime.class, "exec", String[].class)
                .orShould().callMethod(Runtime.class, "exec", String.class, String[].class)
                .orShould().callMethod(Runtime.class, "exec", String[].class, String[].class)
                .orShould().callMethod(Runtime.class, "exec", String.class, String[].class, File.class)
                .orShould().callMethod(Runtime.class, "exec", String[].class, String[].class, File.class));
    }

    @Test
    void onlyTheRunnerOfFfmpegAndTheTerminalStartPrograms() {
        check(noClasses().that()
                .resideOutsideOfPackages("io.dromedary.ffmpeg..", "io.dromedary.cli..").should()
                .dependOnClassesThat().areAssignableTo(ProcessBuilder.class));
    }

    /** Where guests work, and what collects their output, is not known outside of the package that runs them. */
    @Test
    void nobodyElseKnowsWhereGuestsWork() {
        check(classes().that().resideInAPackage("io.dromedary.ffmpeg..")
                .and(nameMatching("io\\.dromedary\\.ffmpeg\\.(ExpectedFiles|Guest|GuestFolder|GuestMounts|GuestRun|LinuxCalls|OutputCollector)(\\$.*)?"))
                .should().notBePublic());
    }

    /** By what others get of an attempt's folders they reach what no guest can change. */
    @Test
    void theFoldersOfAnAttemptAreThoseOfTheServer() {
        check(methods().that().areDeclaredIn(JobFolder.class)
                .and().arePublic().and().haveRawReturnType(Path.class)
                .should().haveNameMatching("given|results|notes|resolve|asGuestsSeeIt"));
    }

    @Test
    void anAttemptsFolderIsNamedByItsAttemptAlone() {
        check(noClasses().that()
                .resideOutsideOfPackage("io.dromedary.ffmpeg..").and().doNotBelongToAnyOf(Attempt.class)
                .should().callConstructor(JobFolder.class, Path.class));
    }

    /** The path below which guests work goes from here to the attempt, which keeps nothing of it but those folders. */
    @Test
    void onlyWhoBeginsAttemptsAsksWhereTheyWork() {
        check(noClasses().that()
                .doNotBelongToAnyOf(Attempts.class, DryRuns.class).should()
                .callMethod(Workspace.class, "folder", String.class, int.class));
    }

    @Test
    void onlyTheRunnerOfFfmpegMakesSystemCalls() {
        check(noClasses().that()
                .resideOutsideOfPackage("io.dromedary.ffmpeg..").should()
                .dependOnClassesThat().resideInAPackage("com.sun.jna.."));
    }

    @Test
    void onlyTheCommandLineAndTheStartPrint() {
        check(noClasses().that()
                .resideOutsideOfPackages("io.dromedary", "io.dromedary.cli..", "io.dromedary.server..").should()
                .accessField(System.class, "out").orShould().accessField(System.class, "err"));
    }

    private static void check(ArchRule rule) {
        rule.check(CLASSES);
    }
}
