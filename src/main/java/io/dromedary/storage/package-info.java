/** Files on their way in and out, and the folders they are in. Knows nothing of jobs. */
package io.dromedary.storage;
