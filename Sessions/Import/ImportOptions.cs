namespace Sessions;

/// <summary>How files of sessions are taken in.</summary>
public sealed record ImportOptions
{
    /// <summary>How strictly lines are read, and what times without an offset mean.</summary>
    public SchemaReading Reading { get; init; } = SchemaReading.Lenient;

    /// <summary>The runner of sessions whose start names none.</summary>
    public string? RunnerName { get; init; }

    /// <summary>The present: what is imported arrived when it happened, but never later than now.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

/// <summary>What became of a file.</summary>
public sealed class ImportReport
{
    /// <summary>How many bad lines are listed; more are counted.</summary>
    public const int MaxListed = 1000;

    private readonly List<BadLine> _bad = [];

    /// <summary>Lines with something on them.</summary>
    public long Lines { get; set; }

    /// <summary>Lines that were refused.</summary>
    public long BadLines { get; private set; }

    /// <summary>The first of them, in order.</summary>
    public IReadOnlyList<BadLine> Bad => _bad;

    /// <summary>Events new to the store.</summary>
    public long Added { get; private set; }

    /// <summary>Events that the store knew and that say more now.</summary>
    public long Merged { get; private set; }

    /// <summary>Events that the store knew already.</summary>
    public long Known { get; private set; }

    /// <summary>Every session that was spoken of.</summary>
    public HashSet<string> Sessions { get; } = [];

    public void Refuse(long line, string reason)
    {
        BadLines++;
        if (_bad.Count < MaxListed)
        {
            _bad.Add(new BadLine(line, reason));
        }
    }

    public void Count(WriteResult result)
    {
        Added += result.Added;
        Merged += result.Merged;
        Known += result.Known;
    }
}

/// <summary>A line that was not taken.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Reason">Which field, and what it must be.</param>
public sealed record BadLine(long Number, string Reason);
