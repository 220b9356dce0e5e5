namespace ProcessTests.Fuzz;

/// <summary>Damages a message in the ways that find decoder bugs. The same seed damages the same way.</summary>
internal sealed class Mutator(int seed)
{
    private const int MaxRandomLength = 2_048;
    private readonly Random _random = new(seed);

    public byte[] Mutate(byte[] message)
    {
        var result = (byte[])message.Clone();
        for (var i = _random.Next(1, 5); i > 0; i--)
        {
            result = Once(result);
        }

        return result;
    }

    public int Next(int below) => _random.Next(below);

    public byte[] Noise() => Noise(_random.Next(MaxRandomLength));

    private byte[] Noise(int length)
    {
        var noise = new byte[length];
        _random.NextBytes(noise);
        return noise;
    }

    private byte[] Once(byte[] message)
    {
        if (message.Length == 0)
        {
            return Noise();
        }

        var at = _random.Next(message.Length);
        var length = _random.Next(Math.Min(64, message.Length - at) + 1);
        switch (_random.Next(9))
        {
            case 0: // A bit flips.
                message[at] ^= (byte)(1 << _random.Next(8));
                return message;
            case 1: // A byte changes: tags, lengths and varints turn into others.
                message[at] = (byte)_random.Next(256);
                return message;
            case 2: // A value at an edge: the largest varint byte, zero.
                message.AsSpan(at, length).Fill(_random.Next(2) == 0 ? (byte)0xFF : (byte)0);
                return message;
            case 3: // The end is missing.
                return message[..at];
            case 4: // The beginning is missing.
                return message[at..];
            case 5: // A piece is missing.
                return [.. message[..at], .. message[(at + length)..]];
            case 6: // A piece is there twice.
                return [.. message[..(at + length)], .. message[at..]];
            case 7: // Noise in between.
                return [.. message[..at], .. Noise(length), .. message[at..]];
            default: // A length that says too much or nearly everything.
                message[at] = 0x7F;
                return message;
        }
    }
}
