using System.Buffers;

namespace Collector.Receive;

/// <summary>
/// Arrays for the bodies of requests. Large ones come from a pool of their own that keeps a few of each size: the shared
/// pool keeps one of each size for every thread that returned one, which adds up to a gigabyte for bodies of 20 MB.
/// </summary>
internal static class BodyPool
{
    private const int LargestShared = 1024 * 1024;
    private const int LargestKept = 32 * 1024 * 1024;
    private const int KeptOfEachSize = 3;

    private static readonly ArrayPool<byte> Large = ArrayPool<byte>.Create(
        LargestKept,
        KeptOfEachSize
    );

    /// <summary>An array of at least this many bytes; its content is undefined.</summary>
    public static byte[] Rent(int atLeast) => For(atLeast).Rent(atLeast);

    public static void Return(byte[] array) => For(array.Length).Return(array);

    // Arrays of the shared pool have a power of two as their length, so both ways lead to the same pool.
    private static ArrayPool<byte> For(int length) =>
        length <= LargestShared ? ArrayPool<byte>.Shared : Large;
}
