using Sessions.Sqlite.CustomFigures;
using Sessions.Sqlite.Series;

namespace Sessions.Sqlite.Write;

/// <summary>A session that the writer holds in memory, with its number in the store.</summary>
internal sealed class HotSession(long number, SessionState state, bool hasPoints)
{
    /// <summary>What is forgotten is noted again, in vain.</summary>
    private const int MaxNames = 256;

    private readonly HashSet<long> _names = [];
    private DateTimeOffset? _firstNoted;
    private DateTimeOffset? _latestNoted;

    public long Number { get; } = number;

    public SessionState State { get; set; } = state;

    /// <summary>Whether gauge points are stored that came without their beat.</summary>
    public bool HasPoints { get; set; } = hasPoints;

    /// <summary>The starts that are known, those of the batch at hand included.</summary>
    public DateTimeOffset? FirstStart =>
        _firstNoted < State.StatedStart ? _firstNoted : State.StatedStart ?? _firstNoted;

    /// <summary>The latest of them.</summary>
    public DateTimeOffset? LatestStart =>
        _latestNoted > State.LatestSessionStart
            ? _latestNoted
            : State.LatestSessionStart ?? _latestNoted;

    /// <summary>Loaded when first needed.</summary>
    public KnownKinds? Kinds { get; set; }

    /// <summary>The newest of its beats and of the values of its equity; loaded when first needed.</summary>
    public SeriesHead? Series { get; set; }

    /// <summary>Its own figures; loaded when first needed.</summary>
    public SessionFigures? Figures { get; set; }

    /// <summary>Whether its row is still to be inserted.</summary>
    public bool IsNew => Saved is null;

    /// <summary>Whether its row is behind the state.</summary>
    public bool IsDirty { get; set; }

    /// <summary>What its row says; null while there is none.</summary>
    public ListColumns? Saved { get; set; }

    /// <summary>What its row says of its money.</summary>
    public MoneyColumns SavedMoney { get; set; }

    /// <summary>Until when its row says that it needs no look, UTC ticks.</summary>
    public long? SavedDue { get; set; }

    /// <summary>How many events of the batch at hand are its own.</summary>
    public int Arriving { get; set; }

    /// <summary>The batch that used it last, for eviction.</summary>
    public long LastUsed { get; set; }

    /// <summary>Whether a phase's name is not known to be noted for it; answers so once.</summary>
    public bool IsFirstUse(long name)
    {
        if (_names.Count >= MaxNames)
        {
            _names.Clear();
        }

        return _names.Add(name);
    }

    /// <summary>A start is about to be applied: beats of the same batch may be of its process.</summary>
    public void NoteStart(DateTimeOffset start)
    {
        _firstNoted = start > _firstNoted ? _firstNoted : start;
        _latestNoted = start < _latestNoted ? _latestNoted : start;
    }
}
