using System.Globalization;

namespace Sessions;

public sealed partial record RunnerStatus
{
    private static readonly TimeSpan Short = TimeSpan.FromMinutes(10);

    /// <summary>What a person should know, with times in the zone that the schedule is stated in, or UTC.</summary>
    public string Sentence
    {
        get
        {
            var zone = Schedule?.Zone ?? TimeZoneInfo.Utc;
            var sentence = In(zone, verdict => verdict.Sentence, out var hasTimes);
            var name = zone.HasSameRules(TimeZoneInfo.Utc) ? "UTC" : zone.Id;
            return hasTimes ? $"{sentence.TrimEnd('.')} ({name})." : sentence;
        }
    }

    /// <summary>The same with times in a reader's zone.</summary>
    public string SentenceIn(TimeZoneInfo zone) =>
        In(
            zone,
            verdict =>
                verdict.Since is { } since
                    ? verdict.Template.Replace(
                        "{since}",
                        Local(since, zone).ToString("HH:mm:ss", CultureInfo.InvariantCulture),
                        StringComparison.Ordinal
                    )
                    : verdict.Sentence,
            out _
        );

    private string In(TimeZoneInfo zone, Func<Verdict, string> say, out bool hasTimes)
    {
        hasTimes = true;
        switch (State)
        {
            case RunnerState.Running:
                hasTimes = false;
                return say(CurrentVerdict!);
            case RunnerState.Overdue:
                var ended = Outcomes[0].IsBad ? $" and {Word(Outcomes[0].Kind)}" : "";
                return $"{Capital(Name)} is overdue: due {At(NextDue!.Value, zone)}, last started {At(LastStart, zone)}{ended}.";
            case RunnerState.Failing when FailuresInARow == 1:
                hasTimes = false;
                return say(LatestVerdict);
            case RunnerState.Failing:
                return $"{FailuresInARow} sessions in a row ended badly since {Plain(Since!.Value, zone)}. The latest: {say(LatestVerdict)}";
            case RunnerState.Idle when IsRetired:
                return $"No session since {Plain(LastStart, zone)}; none is expected any more.";
            default:
                var took = Outcomes[0].Session.Duration is { } duration
                    ? $" after {HumanDuration.Of(duration)}"
                    : "";
                var next = NextDue is { } due ? $"; next due {At(due, zone)}" : "";
                return $"Last started {At(LastStart, zone)}, {Word(Outcomes[0].Kind)}{took}{next}.";
        }
    }

    /// <summary>When the newest session started, by the collector's clock.</summary>
    public DateTimeOffset LastStart => Outcomes[0].Session.StartedAt - Ahead;

    private static string Word(VerdictKind kind) =>
        kind switch
        {
            VerdictKind.Success => "succeeded",
            VerdictKind.Failed => "failed",
            VerdictKind.Error => "stopped by an error",
            VerdictKind.Timeout => "stopped at its time limit",
            VerdictKind.Cancelled => "cancelled",
            _ => "was lost",
        };

    private string At(DateTimeOffset moment, TimeZoneInfo zone) =>
        Plain(moment, zone) is var text && char.IsAsciiDigit(text[0])
            ? text.Contains(' ', StringComparison.Ordinal)
                ? $"on {text}"
                : $"at {text}"
            : text;

    /// <summary><c>02:00</c>, <c>yesterday 02:00</c>, <c>24 Nov 02:00</c>.</summary>
    private string Plain(DateTimeOffset moment, TimeZoneInfo zone)
    {
        var (local, now) = (Local(moment, zone), Local(Now, zone));
        var time = local.ToString(
            Schedule?.ShortestPeriod < Short ? "HH:mm:ss" : "HH:mm",
            CultureInfo.InvariantCulture
        );
        var days = (local.Date - now.Date).Days;
        return days switch
        {
            0 => time,
            -1 => $"yesterday {time}",
            1 => $"tomorrow {time}",
            _ => local.ToString(
                local.Year == now.Year ? "d MMM" : "d MMM yyyy",
                CultureInfo.InvariantCulture
            ) + $" {time}",
        };
    }

    private static DateTime Local(DateTimeOffset moment, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(moment, zone).DateTime;

    private static string Capital(string name) =>
        name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name[1..];
}
