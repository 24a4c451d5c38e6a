/** The paper's ablations as plans of distillation, with its published figures. */
package dev.osediff.djl.training.ablation;
