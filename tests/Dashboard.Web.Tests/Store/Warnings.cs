using Microsoft.Extensions.Logging;

namespace Dashboard.Tests.Store;

/// <summary>What a dashboard warns of, and worse.</summary>
internal sealed class Warnings : ILoggerProvider, ILogger
{
    private readonly List<string> _lines = [];
    private readonly List<(string Text, TaskCompletionSource<string> Said)> _awaited = [];

    public string[] Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>The next line that holds a text, with the exception that came with it.</summary>
    public Task<string> NextAsync(string text)
    {
        lock (_lines)
        {
            var said = new TaskCompletionSource<string>(
                TaskCreationOptions.RunContinuationsAsynchronously
            );
            _awaited.Add((text, said));
            return said.Task;
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        var line = $"{formatter(state, exception)} {exception}";
        lock (_lines)
        {
            _lines.Add(line);
            foreach (var (text, said) in _awaited)
            {
                if (line.Contains(text, StringComparison.Ordinal))
                {
                    said.TrySetResult(line);
                }
            }
        }
    }

    public void Dispose() { }
}
