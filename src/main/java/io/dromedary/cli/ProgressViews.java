package io.dromedary.cli;

/** Chooses how progress is shown. */
final class ProgressViews {
    private ProgressViews() {
    }

    /** The view for the mode of a command; it must be closed. */
    static ProgressView of(Context context) {
        return switch (context.mode()) {
            // A bar is drawn over itself, which only a terminal can do.
            case PEOPLE -> context.surroundings().terminal().interactive() ? new BarView(context.surroundings())
                    : new StepsView(context);
            case JSON_LINES -> new LinesView(context);
            case QUIET -> new ProgressView.SilentView();
        };
    }
}
