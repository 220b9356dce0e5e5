using System.Net;
using System.Reflection;
using Dashboard.Tests.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sessions;
using Sessions.Sqlite.Read;

namespace Dashboard.Web.Tests;

/// <summary>The pages are rendered once before anybody asks for them.</summary>
public sealed class RehearsalTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task The_feed_of_the_newest_session_is_read_as_soon_as_there_is_one()
    {
        var asked = new TaskCompletionSource<string>();
        await using var app = Watched(query => asked.TrySetResult(query.SessionId));
        _ = app.Writer;
        await app.StartAsync();

        var runner = app.Runner("newest");
        await runner.StartAsync();

        Assert.Equal("newest", await asked.Task.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_session_so_long_that_reading_it_costs_more_than_it_saves_is_passed_over()
    {
        var asked = new TaskCompletionSource<string>();
        await using var app = Watched(query => asked.TrySetResult(query.SessionId));
        await app.Runner("short", DateTimeOffset.UtcNow.AddHours(-9)).StartAsync();
        var runner = app.Runner("long", DateTimeOffset.UtcNow.AddHours(-6));
        await runner.StartAsync();
        await runner.BeatsAsync(10_001, apart: 2);
        await app.StartAsync();

        Assert.Equal("short", await asked.Task.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_page_that_cannot_be_rendered_ahead_is_told_of_and_stops_nothing()
    {
        using var log = new Warnings();
        var warned = log.NextAsync("ahead of its first reader");
        await using var app = Watched(
            _ => throw new InvalidOperationException("no such luck"),
            builder => builder.AddProvider(log)
        );
        await app.Runner("broken").StartAsync();
        await app.StartAsync();

        Assert.Contains("no such luck", await warned.WaitAsync(Patience), StringComparison.Ordinal);

        using var client = app.CreateClient();
        using var list = await client.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, list.StatusCode);
    }

    private static DashboardApp Watched(
        Action<EventQuery> onEvents,
        Action<ILoggingBuilder>? logging = null
    )
    {
        DashboardApp? app = null;
        return app = new DashboardApp
        {
            Replace = builder =>
            {
                logging?.Invoke(builder.Logging);
                builder.Services.AddSingleton(provider =>
                    WatchedReader.Of(
                        new SqliteSessionReader(
                            app!.StoreFile,
                            provider.GetRequiredService<TimeProvider>()
                        ),
                        onEvents
                    )
                );
            },
        };
    }

    /// <summary>A reader of which somebody is told what events it is asked for.</summary>
    public class WatchedReader : DispatchProxy
    {
        private ISessionReader _reader = null!;
        private Action<EventQuery> _onEvents = null!;

        public static ISessionReader Of(ISessionReader reader, Action<EventQuery> onEvents)
        {
            var watched = Create<ISessionReader, WatchedReader>();
            ((WatchedReader)(object)watched)._reader = reader;
            ((WatchedReader)(object)watched)._onEvents = onEvents;
            return watched;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (args?.FirstOrDefault() is EventQuery query)
            {
                _onEvents(query);
            }

            return targetMethod!.Invoke(_reader, args);
        }
    }
}
