package dev.osediff.cuda.driver;

/**
 * One GPU as its driver describes it.
 *
 * @param index position in the driver's list, from 0
 * @param name the product's name
 * @param capability compute capability as 10 × major + minor, 75 for sm_75
 * @param totalBytes memory of the whole device in bytes, used or not
 * @param sharedBytesPerBlock most shared memory that one block may ask for, in bytes, after opting in
 * @param multiprocessors number of multiprocessors
 */
public record GpuDevice(
        int index, String name, int capability, long totalBytes, int sharedBytesPerBlock, int multiprocessors) {}
