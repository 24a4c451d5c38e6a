/** Residual-in-residual dense networks: the generators of ESRGAN, Real-ESRGAN, BSRGAN and LDL. */
package dev.osediff.network.rrdb;
