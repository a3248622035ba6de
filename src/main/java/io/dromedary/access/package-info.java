/** Who may call, what for and how much of it: keys, projects, rates and quotas. */
package io.dromedary.access;
