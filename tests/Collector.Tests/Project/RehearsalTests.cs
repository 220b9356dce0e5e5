using System.Text;
using Collector.Project;
using Collector.Receive;
using Collector.Receive.Json;

namespace Collector.Tests.Project;

/// <summary>What is read before the first request goes the whole way that a request goes.</summary>
public sealed class RehearsalTests
{
    [Fact]
    public void Each_signal_says_something_that_would_be_stored()
    {
        using var projector = new Projector();
        foreach (var (signal, json) in Rehearsal.Requests)
        {
            using var buffer = new GrowingBuffer(1 << 20, new ByteBudget(1 << 24));
            JsonTranscoder.Transcode(signal, Encoding.UTF8.GetBytes(json), buffer);
            var projection = new Projection();

            projector.Project(signal, buffer.Written.Span, projection);

            Assert.Equal((1, 0, 0), (projection.Weight, projection.Unmatched, projection.Rejected));
        }
    }
}
