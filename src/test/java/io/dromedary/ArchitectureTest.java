package io.dromedary;

import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.dromedary.ffmpeg.JobFolder;
import io.dromedary.job.Attempt;
import io.dromedary.job.Attempts;
import io.dromedary.job.DryRuns;
import io.dromedary.storage.Download;
import io.dromedary.storage.Part;
import io.dromedary.storage.Workspace;
import java.io.File;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The packages keep their order: each knows only those below it. */
@AnalyzeClasses(packages = "io.dromedary", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final Set<String> WITHOUT_CIRCLES = Stream.of("access", "api", "cli", "connection", "database", "ffmpeg", "net",
            "problem", "server", "storage").map(name -> "io.dromedary." + name).collect(Collectors.toUnmodifiableSet());

    @ArchTest
    static final ArchRule everyPackageKnowsOnlyThoseBelowIt = layeredArchitecture().consideringOnlyDependenciesInLayers()
            .layer("program").definedBy("io.dromedary")
            .layer("cli").definedBy("io.dromedary.cli..")
            .layer("server").definedBy("io.dromedary.server..")
            .layer("webhook").definedBy("io.dromedary.webhook..")
            .layer("watch").definedBy("io.dromedary.watch..")
            .layer("api").definedBy("io.dromedary.api..")
            .layer("job").definedBy("io.dromedary.job..")
            .layer("access").definedBy("io.dromedary.access..")
            .layer("connection").definedBy("io.dromedary.connection..")
            .layer("media").definedBy("io.dromedary.media..")
            .layer("ffmpeg").definedBy("io.dromedary.ffmpeg..")
            .layer("storage").definedBy("io.dromedary.storage..")
            .layer("net").definedBy("io.dromedary.net..")
            .layer("database").definedBy("io.dromedary.database..")
            .layer("problem").definedBy("io.dromedary.problem..")
            .whereLayer("program").mayNotBeAccessedByAnyLayer()
            .whereLayer("cli").mayOnlyBeAccessedByLayers("program")
            .whereLayer("server").mayOnlyBeAccessedByLayers("program")
            .whereLayer("webhook").mayOnlyBeAccessedByLayers("server")
            .whereLayer("watch").mayOnlyBeAccessedByLayers("server")
            .whereLayer("api").mayOnlyBeAccessedByLayers("server", "webhook")
            .whereLayer("job").mayOnlyBeAccessedByLayers("server", "webhook", "watch", "api")
            .whereLayer("access").mayOnlyBeAccessedByLayers("server", "api", "job")
            .whereLayer("connection").mayOnlyBeAccessedByLayers("server", "watch", "api", "job")
            .whereLayer("media").mayOnlyBeAccessedByLayers("server", "job", "ffmpeg")
            .whereLayer("ffmpeg").mayOnlyBeAccessedByLayers("server", "job")
            .whereLayer("storage").mayOnlyBeAccessedByLayers(
                    "server", "watch", "api", "job", "connection", "ffmpeg")
            .whereLayer("net").mayOnlyBeAccessedByLayers("server", "webhook", "watch", "api", "job", "storage", "connection")
            .whereLayer("database").mayOnlyBeAccessedByLayers(
                    "server", "api", "job", "connection", "access")
            .whereLayer("problem").mayOnlyBeAccessedByLayers(
                    "server", "webhook", "watch", "api", "job", "connection", "storage", "net", "access");

    @ArchTest
    static final ArchRule noPackageKnowsItselfByWayOfOthers =
            slices().matching("io.dromedary.(*)..").should().beFreeOfCycles();

    /** A class stands with those that are nested in it. */
    @ArchTest
    static final ArchRule noClassKnowsItselfByWayOfOthersOfItsPackage =
            slices().assignedFrom(new SliceAssignment() {
                @Override
                public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
                    String name = javaClass.getName().replaceFirst("\\$.*", "");
                    // A download hands out its parts, and each part reports to its download.
                    String known = name.equals(Part.class.getName()) ? Download.class.getName() : name;
                    return WITHOUT_CIRCLES.contains(javaClass.getPackageName()) ? SliceIdentifier.of(known)
                            : SliceIdentifier.ignore();
                }

                @Override
                public String getDescription() {
                    return "classes of " + WITHOUT_CIRCLES;
                }
            }).should().beFreeOfCycles();

    @ArchTest
    static final ArchRule mediaIsPure = noClasses().that().resideInAPackage("io.dromedary.media..").should()
            .dependOnClassesThat().resideInAnyPackage("org.apache.camel..", "java.net..", "java.sql..", "org.jdbi..");

    @ArchTest
    static final ArchRule programsAreStartedWithoutAShell = noClasses().should()
            .callMethod(Runtime.class, "exec", String.class).orShould().callMethod(Runtime.class, "exec", String[].class)
            .orShould().callMethod(Runtime.class, "exec", String.class, String[].class)
            .orShould().callMethod(Runtime.class, "exec", String[].class, String[].class)
            .orShould().callMethod(Runtime.class, "exec", String.class, String[].class, File.class)
            .orShould().callMethod(Runtime.class, "exec", String[].class, String[].class, File.class);

    @ArchTest
    static final ArchRule onlyTheRunnerOfFfmpegAndTheTerminalStartPrograms = noClasses().that()
            .resideOutsideOfPackages("io.dromedary.ffmpeg..", "io.dromedary.cli..").should()
            .dependOnClassesThat().areAssignableTo(ProcessBuilder.class);

    /** Where guests work, and what collects their output, is not known outside of the package that runs them. */
    @ArchTest
    static final ArchRule nobodyElseKnowsWhereGuestsWork = classes().that().resideInAPackage("io.dromedary.ffmpeg..")
            .and(nameMatching("io\\.dromedary\\.ffmpeg\\.(ExpectedFiles|Guest|GuestFolder|GuestMounts|GuestRun|LinuxCalls|OutputCollector)(\\$.*)?"))
            .should().notBePublic();

    /** By what others get of an attempt's folders they reach what no guest can change. */
    @ArchTest
    static final ArchRule theFoldersOfAnAttemptAreThoseOfTheServer = methods().that().areDeclaredIn(JobFolder.class)
            .and().arePublic().and().haveRawReturnType(Path.class)
            .should().haveNameMatching("given|results|notes|resolve|asGuestsSeeIt");

    @ArchTest
    static final ArchRule anAttemptsFolderIsNamedByItsAttemptAlone = noClasses().that()
            .resideOutsideOfPackage("io.dromedary.ffmpeg..").and().doNotBelongToAnyOf(Attempt.class)
            .should().callConstructor(JobFolder.class, Path.class);

    /** The path below which guests work goes from here to the attempt, which keeps nothing of it but those folders. */
    @ArchTest
    static final ArchRule onlyWhoBeginsAttemptsAsksWhereTheyWork = noClasses().that()
            .doNotBelongToAnyOf(Attempts.class, DryRuns.class).should().callMethod(Workspace.class, "folder", String.class, int.class);

    @ArchTest
    static final ArchRule onlyTheRunnerOfFfmpegMakesSystemCalls = noClasses().that()
            .resideOutsideOfPackage("io.dromedary.ffmpeg..").should().dependOnClassesThat().resideInAPackage("com.sun.jna..");

    @ArchTest
    static final ArchRule onlyTheCommandLineAndTheStartPrint = noClasses().that()
            .resideOutsideOfPackages("io.dromedary", "io.dromedary.cli..", "io.dromedary.server..").should()
            .accessField(System.class, "out").orShould().accessField(System.class, "err");
}
