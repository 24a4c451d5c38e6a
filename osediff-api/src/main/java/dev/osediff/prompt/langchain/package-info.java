/**
 * Vision-language models through langchain4j's chat models, Ollama's first. Needs langchain4j on the class path, which is an
 * optional dependency; nothing else in the library names this package.
 */
package dev.osediff.prompt.langchain;
