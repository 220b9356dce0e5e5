namespace Recomputation.Tests;

/// <summary>
/// Random sessions: with and without money, loops, retries, phases side by side, clocks that are off, a start or an end
/// that never comes, figures of every kind.
/// </summary>
sealed class Stories(int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<Statement> _said = [];
    private bool _hasMoney;
    private double _equity;
    private double _capital;
    private int _beats;
    private double _now;

    public Story Next(int number)
    {
        _said.Clear();
        (_beats, _now) = (0, 0);
        _hasMoney = _random.Next(2) == 0;
        _equity = _capital = _hasMoney ? 1000 + _random.Next(9000) : 0;
        var hasStart = _random.Next(8) > 0;
        var hasEnd = _random.Next(5) > 0;
        var names = new[] { "load", "train", "upload", "report" }[..(1 + _random.Next(4))];
        var isLoop = _random.Next(3) == 0;
        var isSideBySide = !isLoop && names.Length > 1 && _random.Next(4) == 0;
        var rounds = isLoop ? 2 + _random.Next(4) : 1;
        if (hasStart)
        {
            _said.Add(
                new SessionStart(
                    0,
                    $"runner-{number % 7}",
                    _hasMoney && _random.Next(4) > 0 ? _capital : null,
                    _random.Next(3) == 0 ? null
                        : isLoop ? names.Length * rounds
                        : names.Length
                )
            );
        }

        var hasFailed = false;
        if (isSideBySide)
        {
            hasFailed = SideBySide(names);
        }
        else
        {
            for (var round = 1; round <= rounds && !hasFailed; round++)
            {
                for (var i = 0; i < names.Length && !hasFailed; i++)
                {
                    hasFailed = Phase(names[i], round, isLoop ? null : i, isLoop);
                }
            }
        }

        var kind = _random.Next(3);
        var hasLogs = kind != 1 || !hasStart || !hasEnd;
        if (hasLogs && _random.Next(6) == 0)
        {
            // The end of what ran last never comes.
            _said.Remove(_said.OfType<PhaseEnd>().MaxBy(end => end.StartedAt)!);
        }

        Figures();
        _now += 1;
        if (hasEnd)
        {
            _said.Add(
                new SessionEnd(_now, hasFailed ? "failed" : "success", _hasMoney ? _equity : null)
            );
        }

        // Without spans or without logs; a session that has no end sends no root span, so it needs its logs.
        var skew = _random.Next(4) == 0 ? _random.Next(-7200, 7200) : 0;
        return new Story(
            $"r{seed}-{number}",
            Convert.ToHexStringLower(Bytes(16)),
            DateTimeOffset.UtcNow.AddSeconds(-_now - 5 + skew),
            [.. _said],
            HasSpans: kind != 0,
            HasLogs: hasLogs,
            NumbersRuns: _random.Next(2) == 0,
            TellsTwice: _random.Next(3) == 0,
            HasInnerSpans: _random.Next(4) == 0,
            IsLost: !hasEnd && _random.Next(20) == 0
        );
    }

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }

    private bool Phase(string name, int run, int? index, bool isLoop)
    {
        var isRetried = !isLoop && _random.Next(4) == 0;
        if (isRetried)
        {
            Run(name, run, index, "error");
            run++;
        }

        var status =
            _random.Next(12) == 0 ? "failed"
            : _random.Next(12) == 0 ? "skipped"
            : "success";
        Run(name, run, index, status);
        return status == "failed";
    }

    private bool SideBySide(string[] names)
    {
        var (start, ends) = (_now + 1, new List<(double At, string Name, int Index)>());
        for (var i = 0; i < names.Length; i++)
        {
            _said.Add(new PhaseStart(start + i, names[i], 1, i));
            ends.Add((start + 20 + _random.Next(30) + i * 0.5, names[i], i));
        }

        foreach (var (at, name, index) in ends.OrderBy(end => end.At))
        {
            Work(name, 1, start + 5 + index, at - 2, steps: 3);
            _said.Add(new PhaseEnd(at, name, 1, index, start + index, "success", Trades()));
        }

        _now = ends.Max(end => end.At);
        return false;
    }

    private void Run(string name, int run, int? index, string status)
    {
        // More than a second apart, so that no two of them are of one moment.
        var start = _now + 2 + _random.Next(3);
        var end = start + 6 + _random.Next(60);
        _said.Add(new PhaseStart(start, name, run, index));
        Work(name, run, start + 1, end - 2, steps: 1 + _random.Next(4));
        _said.Add(new PhaseEnd(end, name, run, index, start, status, Trades()));
        _now = end;
    }

    private void Work(string name, int run, double from, double to, int steps)
    {
        var total = _random.Next(2) == 0 ? steps * 10 : (int?)null;
        for (var step = 1; step <= steps; step++)
        {
            var at = from + (to - from) * step / (steps + 1);
            // An account is worth one amount at a time, whichever phase says so.
            while (_said.OfType<Heartbeat>().Any(beat => Math.Abs(beat.At - at) < 0.1))
            {
                at += 0.1;
            }

            _equity += _hasMoney ? Math.Round(_random.NextDouble() * 100 - 48, 2) : 0;
            _said.Add(
                new Heartbeat(
                    at,
                    name,
                    run,
                    ++_beats,
                    step * 10,
                    total,
                    _hasMoney ? _equity : null,
                    _hasMoney ? _equity - _capital : null
                )
            );
            if (_random.Next(3) == 0)
            {
                var status = (string[])["pass", "pass", "warn", "fail"];
                _said.Add(new Check(at + 0.3, name, run, $"check_{step}", status[_random.Next(4)]));
            }

            if (_random.Next(6) == 0)
            {
                _said.Add(new Retry(at + 0.2, name, run, step));
            }

            if (_hasMoney && _random.Next(4) == 0)
            {
                _said.Add(
                    new ClosedTrade(
                        at + 0.1,
                        name,
                        run,
                        $"{name}-{run}-{step}",
                        _random.Next(-50, 60)
                    )
                );
            }
        }
    }

    private (int, int, int)? Trades()
    {
        if (!_hasMoney || _random.Next(3) == 0)
        {
            return null;
        }

        var (wins, losses) = (_random.Next(5), _random.Next(5));
        return (wins + losses + _random.Next(2), wins, losses);
    }

    private void Figures()
    {
        var count = 1 + _random.Next(12);
        foreach (var kind in (string[])["gauge", "delta", "cumulative", "histogram"])
        {
            for (var writer = 1; writer <= 2 && _random.Next(3) == 0; writer++)
            {
                double total = 0;
                for (var i = 0; i < count; i++)
                {
                    var value = _random.Next(1000) / 8.0;
                    total += value;
                    _said.Add(
                        new FigureValue(
                            // Of two writers' gauges none is later by chance alone.
                            (i + 1) * 2
                                + writer * 0.5,
                            $"own.{kind}",
                            kind,
                            kind == "cumulative" ? 0.25 : i * 2 + writer * 0.5,
                            writer,
                            kind == "cumulative" ? total : value,
                            1 + i,
                            value - 1,
                            value + 1
                        )
                    );
                }
            }
        }
    }
}
