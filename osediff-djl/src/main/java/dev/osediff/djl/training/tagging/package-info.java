/** Training of the tagger, and of the adapters with which it recognises degraded pictures as DAPE does. */
package dev.osediff.djl.training.tagging;
