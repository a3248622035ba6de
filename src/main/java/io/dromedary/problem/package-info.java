/** Failures that callers see. Knows no other package. */
package io.dromedary.problem;
