/** What the NVIDIA driver of this machine offers, or why there is none. */
package dev.osediff.cuda.driver;
