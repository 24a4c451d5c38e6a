/** First values of low-rank adapters. */
package dev.osediff.djl.training.lora;
