/** Files that callers send to be inputs: their rows, their places on a disk or in a bucket, and their removal. */
package io.dromedary.upload;
