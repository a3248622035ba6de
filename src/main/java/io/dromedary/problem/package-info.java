/** What can go wrong, in words for the caller. Knows no other package. */
package io.dromedary.problem;
