package io.dromedary.job;

import io.dromedary.problem.ProblemKind;

/** Why a job or task failed, in words for its owner. */
public record Failure(ProblemKind kind, String message) {
}
