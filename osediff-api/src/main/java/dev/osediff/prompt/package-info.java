/** From words to what a text encoder reads: the reference's prompt and CLIP's tokenizer. Knows no engine. */
package dev.osediff.prompt;
